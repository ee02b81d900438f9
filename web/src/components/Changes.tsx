/** Changes of words: saving, the bar that says what was changed and takes it back, and the history. */
import { ActionIcon, Alert, Badge, Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";

import { forgetAnswers, queries } from "../api/queries";
import { changes, type Change, undoChange } from "../api/words";
import { fill, useLanguage } from "../i18n/language";
import { moment } from "../i18n/numbers";
import { useMay, useReady } from "../state/shop";
import { Asked, reason } from "./States";

import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Drawer.css";
import "@mantine/core/styles/Badge.css";

export type Saving = {
  /** Do it; afterwards every answer is asked anew and the newest change is shown. */
  save: (work: () => Promise<unknown>) => Promise<boolean>;
  undo: (id: number) => Promise<boolean>;
  busy: boolean;
  error: unknown;
  last: Change | undefined;
  forget: () => void;
};

export function useSaving(): Saving {
  const { name } = useReady();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [last, setLast] = useState<Change>();
  const save = useCallback(
    async (work: () => Promise<unknown>) => {
      setBusy(true);
      setError(undefined);
      try {
        await work();
        await forgetAnswers(name);
        setLast((await queries.fetchQuery({ ...changes(name, 1), staleTime: 0 })).changes[0]);
        return true;
      } catch (caught) {
        setError(caught);
        return false;
      } finally {
        setBusy(false);
      }
    },
    [name],
  );
  const undo = useCallback((id: number) => save(() => undoChange(name, id)), [name, save]);
  const forget = useCallback(() => {
    setLast(undefined);
    setError(undefined);
  }, []);
  return { save, undo, busy, error, last, forget };
}

/** „Geändert: … · Rückgängig“, announced; or why it did not work. */
export function ChangedBar({ saving }: { saving: Saving }) {
  const { text, language } = useLanguage();
  return (
    <div className="changed-bar" aria-live="polite" data-changed>
      {saving.error !== undefined && (
        <Alert color="red" variant="light" role="alert">
          <Group justify="space-between" wrap="nowrap">
            <Text>{reason(saving.error, text)}</Text>
            <ActionIcon variant="subtle" color="red" aria-label={text.close} onClick={saving.forget}>
              <IconX size={18} />
            </ActionIcon>
          </Group>
        </Alert>
      )}
      {saving.error === undefined && saving.last !== undefined && (
        <Alert variant="light">
          <Group justify="space-between">
            <Text>
              {fill(text.changed, { change: saving.last.sentences[language] ?? "" })}
            </Text>
            <Group gap="xs">
              <Undo change={saving.last} saving={saving} />
              <ActionIcon variant="subtle" aria-label={text.close} onClick={saving.forget}>
                <IconX size={18} />
              </ActionIcon>
            </Group>
          </Group>
        </Alert>
      )}
    </div>
  );
}

function Undo({ change, saving }: { change: Change; saving: Saving }) {
  const { text } = useLanguage();
  const redo = change.undo_of !== null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconArrowBackUp size={16} />}
      disabled={!change.can_undo}
      loading={saving.busy}
      onClick={() => void saving.undo(change.id)}
    >
      {redo ? text.redo : text.undo}
    </Button>
  );
}

const PAGE = 50;

/** Who changed what, the newest first; each can be taken back in order. */
export function History(props: { opened: boolean; close: () => void; saving: Saving }) {
  const { text } = useLanguage();
  const { name } = useReady();
  const [limit, setLimit] = useState(PAGE);
  const query = useQuery({ ...changes(name, limit), enabled: props.opened });
  return (
    <Drawer
      opened={props.opened}
      onClose={props.close}
      position="right"
      size="lg"
      title={text.history}
      closeButtonProps={{ "aria-label": text.close }}
    >
      <Asked query={query}>
        {(page) => (
          <Stack gap="sm">
            {page.changes.length === 0 && <Text c="var(--quiet)">{text.noChanges}</Text>}
            <ol className="history" aria-label={text.history}>
              {page.changes.map((change) => (
                <Entry key={change.id} change={change} saving={props.saving} />
              ))}
            </ol>
            {page.next !== null && (
              <Button variant="default" onClick={() => setLimit((before) => before + PAGE)}>
                {text.showMore}
              </Button>
            )}
          </Stack>
        )}
      </Asked>
    </Drawer>
  );
}

function Entry({ change, saving }: { change: Change; saving: Saving }) {
  const { text, language } = useLanguage();
  const { shop } = useReady();
  const editor = useMay("editor");
  return (
    <li data-change={change.id}>
      <Text>{change.sentences[language]}</Text>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="var(--quiet)">
          {moment(change.at, language, shop.zone)} · {change.by === "command line" ? text.commandLine : change.by}
        </Text>
        {change.undone_by !== null && <Badge variant="light">{text.undone}</Badge>}
        {change.blocked_by !== null && change.undone_by === null && (
          <Text size="sm" c="var(--quiet)">
            {text.changedSince}
          </Text>
        )}
        {editor && change.can_undo && <Undo change={change} saving={saving} />}
      </Group>
    </li>
  );
}
