/** The fields of one touchpoint, in a drawer; what a change does is told before it is saved. */
import { Button, Checkbox, Drawer, Group, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";

import { putTouchpoint, type Touchpoint, type TouchpointChange, type WordsEdit } from "../../api/words";
import type { Saving } from "../../components/Changes";
import { type Language, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { useMay, useReady } from "../../state/shop";
import { Told } from "./Told";
import { texts } from "./text";

import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Drawer.css";

type Props = {
  touchpoint: Touchpoint | undefined;
  known: Touchpoint[];
  close: () => void;
  saving: Saving;
};

export function TouchpointDrawer(props: Props) {
  const { text, language } = useLanguage();
  const { touchpoint } = props;
  return (
    <Drawer
      opened={touchpoint !== undefined}
      onClose={props.close}
      position="right"
      title={touchpoint && labelOf(touchpoint.name, language, touchpoint.key)}
      closeButtonProps={{ "aria-label": text.close }}
    >
      {touchpoint && <Fields key={touchpoint.key} {...props} touchpoint={touchpoint} />}
    </Drawer>
  );
}

const LANGUAGES: Language[] = ["de", "en"];
const PARTS = ["before", "during", "after", "neutral"] as const;
const OWNERSHIPS = ["own", "paid", "earned"] as const;

function Fields({ touchpoint, known, close, saving }: Props & { touchpoint: Touchpoint }) {
  const { text } = useLanguage();
  const words = useTexts(texts);
  const { name } = useReady();
  const editor = useMay("editor");
  const [change, setChange] = useState<TouchpointChange>({});
  const value = { ...touchpoint, ...change } as Touchpoint;
  const put = (part: TouchpointChange) => setChange({ ...change, ...part });
  const edit: WordsEdit | undefined =
    Object.keys(change).length > 0 ? { touchpoints: { [touchpoint.key]: change as never } } : undefined;
  const save = async () => {
    if (await saving.save(() => putTouchpoint(name, touchpoint.key, change))) close();
  };
  const used = (field: "channel" | "content" | "team") =>
    [...new Set(known.map((one) => one[field] ?? ""))].filter(Boolean).sort();
  return (
    <fieldset disabled={!editor} className="plain-fieldset">
      <Stack gap="sm">
        {LANGUAGES.map((language) => (
          <TextInput
            key={language}
            label={words.names[language]}
            value={value.name[language] ?? ""}
            onChange={(event) => put({ name: { ...value.name, [language]: event.currentTarget.value } })}
          />
        ))}
        <NativeSelect
          label={words.part}
          value={value.part}
          onChange={(event) => put({ part: event.currentTarget.value as Touchpoint["part"] })}
          data={PARTS.map((part) => ({ value: part, label: words.parts[part] }))}
        />
        <NativeSelect
          label={words.channel}
          value={value.channel}
          onChange={(event) => put({ channel: event.currentTarget.value })}
          data={[{ value: "", label: words.noChannel }, ...used("channel")]}
        />
        <NativeSelect
          label={words.ownership}
          value={value.ownership}
          onChange={(event) => put({ ownership: event.currentTarget.value as Touchpoint["ownership"] })}
          data={OWNERSHIPS.map((one) => ({ value: one, label: words.ownerships[one] }))}
        />
        <Checkbox label={words.digital} checked={value.digital ?? true} onChange={(event) => put({ digital: event.currentTarget.checked })} />
        <Checkbox label={words.direct} checked={value.direct ?? true} onChange={(event) => put({ direct: event.currentTarget.checked })} />
        <TextInput label={words.content} list="contents" value={value.content} onChange={(event) => put({ content: event.currentTarget.value })} />
        <Known id="contents" values={used("content")} />
        <TextInput label={words.team} list="teams" value={value.team} onChange={(event) => put({ team: event.currentTarget.value })} />
        <Known id="teams" values={used("team")} />
        {LANGUAGES.map((language) => (
          <Textarea
            key={language}
            label={words.purpose[language]}
            autosize
            value={value.purpose?.[language] ?? ""}
            onChange={(event) => put({ purpose: { ...value.purpose, [language]: event.currentTarget.value } })}
          />
        ))}
        {editor && <Told edit={edit} />}
        {editor && (
          <Group gap="xs">
            <Button onClick={() => void save()} loading={saving.busy} disabled={edit === undefined}>
              {text.save}
            </Button>
            <Button variant="default" onClick={close}>
              {text.cancel}
            </Button>
          </Group>
        )}
      </Stack>
    </fieldset>
  );
}

function Known({ id, values }: { id: string; values: string[] }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}
