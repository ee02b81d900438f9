/** Deciding: what a wish would change is said before; it needs a reason; afterwards it is said what changed. */
import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Modal.css";
import "@mantine/core/styles/List.css";

import { Alert, Button, Group, List, Modal, Stack, Text, Textarea } from "@mantine/core";
import { type UseQueryResult, useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { forgetAnswers } from "../api/queries";
import { fill, type Language, useLanguage, useTexts } from "../i18n/language";
import { useReady } from "../state/shop";
import { texts } from "./decidingTexts";
import { Asked, reason as refusal } from "./States";

type Sentences = Partial<Record<Language, string>>;

export function DecisionDialog({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const { text } = useLanguage();
  // While it closes there is nothing to decide any more, and it keeps its name.
  const [last, setLast] = useState(title);
  if (title && title !== last) setLast(title);
  return (
    <Modal
      opened={Boolean(children)}
      onClose={close}
      title={title || last}
      size="lg"
      closeButtonProps={{ "aria-label": text.close }}
    >
      {children}
    </Modal>
  );
}

type Props<E, D> = {
  /** What the button does, in words. */
  title: string;
  /** What would change. */
  effect: UseQueryResult<E>;
  show: (effect: E) => ReactNode;
  decide: (reason: string) => Promise<D>;
  done: (decided: D) => void;
  close: () => void;
};

export function DecisionForm<E, D>({ title, effect, show, decide, done, close }: Props<E, D>) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const { name } = useReady();
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState(false);
  const deciding = useMutation({
    mutationFn: () => decide(why),
    onSuccess: async (answer) => {
      await forgetAnswers(name);
      done(answer);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (why.trim()) deciding.mutate();
        else setMissing(true);
      }}
    >
      <Stack gap="md">
        <Asked query={effect}>{show}</Asked>
        <Textarea
          label={t.reason}
          description={t.reasonHint}
          value={why}
          onChange={(event) => {
            setWhy(event.currentTarget.value);
            setMissing(false);
          }}
          error={missing ? t.noReason : undefined}
          data-autofocus
          autosize
        />
        {deciding.isError && (
          <Alert color="red" variant="light" role="alert">
            {refusal(deciding.error, text)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t.cancel}
          </Button>
          <Button type="submit" loading={deciding.isPending} disabled={effect.isError}>
            {title}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Who is concerned before and after, each in one line. */
export function BeforeAfter({ sentences, before, after }: { sentences: Sentences; before: string[]; after: string[] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const sides: [string, string[]][] = [
    [t.before, before],
    [t.after, after],
  ];
  return (
    <Stack gap="xs" data-effect>
      <Text>{sentences[language]}</Text>
      {sides.map(([label, lines]) =>
        lines.length > 0 ? (
          <div key={label}>
            <Text fw={600} size="sm">
              {label}
            </Text>
            <List size="sm">
              {lines.map((line) => (
                <List.Item key={line}>{line}</List.Item>
              ))}
            </List>
          </div>
        ) : null,
      )}
    </Stack>
  );
}

/** What a decision changed, said once it is made. */
export function Done({ effect }: { effect: { sentences: Sentences } | undefined }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  return (
    <div aria-live="polite">
      {effect && (
        <Alert variant="light" data-decided>
          {fill(t.done, { effect: effect.sentences[language] ?? "" })}
        </Alert>
      )}
    </div>
  );
}
