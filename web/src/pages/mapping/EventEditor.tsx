/** Changing one event name in place: touchpoint, meaning, side, place, conversion; what it does is told first. */
import { Button, Checkbox, Group, NativeSelect, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type EventChange, type EventWord, keyOf, putEvent, putSettings, putTouchpoint, type Touchpoint, type WordsEdit } from "../../api/words";
import type { Saving } from "../../components/Changes";
import { mappedWords } from "../../api/words";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { useReady } from "../../state/shop";
import { Told } from "./Told";
import { texts } from "./text";

type Props = { row: EventWord; touchpoints: Touchpoint[]; saving: Saving; close: () => void };

const NEW = "new:";

export function EventEditor({ row, touchpoints, saving, close }: Props) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const { name, shop } = useReady();
  const [change, setChange] = useState<EventChange>({});
  const [typed, setTyped] = useState("");
  const [conversion, setConversion] = useState(row.is_conversion);
  const chosen = change.touchpoint ?? row.touchpoint;
  const made = chosen.startsWith(NEW) ? chosen.slice(NEW.length) : undefined;
  const edit = edited(row, shop.conversions, change, made, conversion);
  const put = (part: EventChange) => setChange({ ...change, ...part });
  const save = async () => {
    if (await saving.save(() => kept(name, row, edit, made))) close();
  };
  const options = touchpoints.map((one) => ({
    value: one.key,
    label: labelOf(one.name, language, one.key),
  }));
  const offered = offer(typed, options) ?? made;
  return (
    <Stack
      gap="sm"
      role="group"
      aria-label={fill(words.editEvent, { name: row.name })}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <Group align="flex-end" gap="sm">
        <Select
          label={words.touchpoint}
          placeholder={words.touchpointHint}
          searchable
          // When the list comes, the field writes the name of what is chosen over what somebody typed before.
          disabled={touchpoints.length === 0}
          allowDeselect={false}
          value={chosen}
          onChange={(value) => value !== null && put({ touchpoint: value })}
          onSearchChange={setTyped}
          data={
            offered === undefined
              ? options
              : [...options, { value: `${NEW}${offered}`, label: fill(words.newTouchpoint, { name: offered }) }]
          }
          comboboxProps={{ withinPortal: true }}
        />
        <Meaning row={row} change={change} put={put} />
        <NativeSelect
          label={words.side}
          value={change.side ?? row.side}
          onChange={(event) => put({ side: event.currentTarget.value as EventWord["side"] })}
          data={(["customer", "shop"] as const).map((side) => ({ value: side, label: words.sides[side] }))}
        />
        <NativeSelect
          label={words.place}
          value={change.place ?? row.place}
          onChange={(event) => put({ place: event.currentTarget.value as EventWord["place"] })}
          data={(["site", "outside"] as const).map((place) => ({ value: place, label: words.places[place] }))}
        />
        <Checkbox
          label={words.isConversion}
          description={row.name === shop.conversion ? words.isMain : undefined}
          disabled={row.name === shop.conversion}
          checked={conversion}
          onChange={(event) => setConversion(event.currentTarget.checked)}
        />
      </Group>
      <Told edit={edit} />
      <Group gap="xs">
        <Button onClick={() => void save()} loading={saving.busy} disabled={edit === undefined}>
          {text.save}
        </Button>
        <Button variant="default" onClick={close}>
          {text.cancel}
        </Button>
      </Group>
    </Stack>
  );
}

/** The standard name it stands for; changing it brings the touchpoint of that name along. */
function Meaning(props: { row: EventWord; change: EventChange; put: (part: EventChange) => void }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { name } = useReady();
  const known = useQuery(mappedWords(name, "")).data ?? [];
  const own = props.row.meaning === props.row.name;
  const standard = new Map<string, string>([
    ...(own ? [[props.row.name, words.itself] as const] : []),
    ...known.map((word) => [word.meaning, labelOf(word.label, language, word.meaning)] as const),
    [props.row.meaning, own ? words.itself : props.row.meaning],
  ]);
  return (
    <NativeSelect
      label={words.meaning}
      value={props.change.meaning ?? props.row.meaning}
      onChange={(event) => props.put({ meaning: event.currentTarget.value })}
      data={[...standard].map(([value, label]) => ({
        value,
        label: label === value || label === words.itself ? label : `${label} (${value})`,
      }))}
    />
  );
}

/** A new touchpoint is offered when nothing is called as typed. */
function offer(typed: string, options: { label: string }[]): string | undefined {
  const name = typed.trim();
  const known = options.some((option) => option.label.toLowerCase() === name.toLowerCase());
  return name === "" || known ? undefined : name;
}

/** The edit as the preview takes it; undefined while nothing differs. */
function edited(
  row: EventWord,
  conversions: readonly string[],
  change: EventChange,
  made: string | undefined,
  conversion: boolean,
): WordsEdit | undefined {
  const fields = Object.entries(change).filter(([field, value]) => value !== row[field as keyof EventWord]);
  const own = Object.fromEntries(fields) as EventChange;
  if (made !== undefined) own.touchpoint = keyOf(made);
  const edit: WordsEdit = {};
  if (Object.keys(own).length > 0) edit.events = { [row.name]: own as never };
  if (made !== undefined) edit.touchpoints = { [keyOf(made)]: { name: { de: made, en: made } } as never };
  if (conversion !== row.is_conversion)
    edit.conversions = conversion
      ? [...conversions, row.name]
      : conversions.filter((name) => name !== row.name);
  return Object.keys(edit).length > 0 ? edit : undefined;
}

/** Keep it: the new touchpoint first, so that the event can be put to it. */
async function kept(shop: string, row: EventWord, edit: WordsEdit | undefined, made: string | undefined): Promise<void> {
  if (made !== undefined) await putTouchpoint(shop, keyOf(made), { name: { de: made, en: made } });
  const own = edit?.events?.[row.name];
  if (own !== undefined) await putEvent(shop, row.name, own);
  if (edit?.conversions) await putSettings(shop, { conversions: edit.conversions });
}
