/** The table event → touchpoint → part → stage; on a phone each row is a card. */
import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { Fragment, useState } from "react";

import { confirmEvents, type EventWord, type StageModel, type Touchpoint } from "../../api/words";
import type { Saving } from "../../components/Changes";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { day, NONE, number } from "../../i18n/numbers";
import { useMay, useReady } from "../../state/shop";
import { Name, Stages, Touchpoints } from "./Cells";
import { EventEditor } from "./EventEditor";
import { texts } from "./text";

import "@mantine/core/styles/Checkbox.css";

type Props = {
  rows: EventWord[];
  touchpoints: Touchpoint[];
  stages: StageModel["stages"];
  saving: Saving;
  openTouchpoint: (key: string) => void;
};

export function MappingTable(props: Props) {
  const words = useTexts(texts);
  const editor = useMay("editor");
  const [editing, setEditing] = useState<string>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  if (props.rows.length === 0) return <Text c="var(--quiet)">{words.none}</Text>;
  const heads = [words.event, words.touchpoint, words.part, words.stage];
  const turn = (name: string) => setChosen(turned(chosen, name));
  return (
    <Stack gap="sm">
      {editor && chosen.size > 0 && <ChosenBar chosen={chosen} clear={() => setChosen(new Set())} saving={props.saving} />}
      <table className="mapping" aria-label={words.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            <th scope="col" className="right">
              {words.touches}
            </th>
            <th scope="col" className="right">
              {words.persons}
            </th>
            <th scope="col">{words.seen}</th>
            {editor && <td />}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <Fragment key={row.name}>
              <Row
                {...props}
                row={row}
                editor={editor}
                chosen={chosen.has(row.name)}
                choose={() => turn(row.name)}
                edit={() => setEditing(editing === row.name ? undefined : row.name)}
                editing={editing === row.name}
              />
              {editing === row.name && (
                <tr className="mapping-edit">
                  <td colSpan={8}>
                    <EventEditor
                      row={row}
                      touchpoints={props.touchpoints}
                      saving={props.saving}
                      close={() => setEditing(undefined)}
                    />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </Stack>
  );
}

function ChosenBar(props: { chosen: ReadonlySet<string>; clear: () => void; saving: Saving }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { name } = useReady();
  const confirm = async () => {
    if (await props.saving.save(() => confirmEvents(name, [...props.chosen]))) props.clear();
  };
  return (
    <Group className="chosen-bar">
      <Button loading={props.saving.busy} onClick={() => void confirm()}>
        {fill(words.confirmChosen, { count: number(props.chosen.size, language) })}
      </Button>
    </Group>
  );
}

type RowProps = Props & {
  row: EventWord;
  editor: boolean;
  chosen: boolean;
  choose: () => void;
  edit: () => void;
  editing: boolean;
};

function Row(props: RowProps) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { row } = props;
  return (
    <tr data-event={row.name} data-guessed={row.guessed_from ?? undefined}>
      <th scope="row">
        <Group gap="xs" wrap="nowrap" align="flex-start">
          {props.editor && row.guessed_from !== null && (
            <Checkbox
              checked={props.chosen}
              onChange={props.choose}
              aria-label={fill(words.choose, { name: row.name })}
            />
          )}
          <Name row={row} />
        </Group>
      </th>
      <td data-label={words.touchpoint}>
        <Touchpoints {...props} />
      </td>
      <td data-label={words.part}>{words.parts[row.part]}</td>
      <td data-label={words.stage}>
        <Stages row={row} stages={props.stages} />
      </td>
      <td data-label={words.touches} className="right">
        {number(row.touches, language)}
      </td>
      <td data-label={words.persons} className="right">
        {number(row.persons, language)}
      </td>
      <td data-label={words.seen} className="mapping-seen">
        {row.last_at === null ? NONE : day(row.last_at.slice(0, 10), language)}
      </td>
      {props.editor && (
        <td>
          <Actions {...props} />
        </td>
      )}
    </tr>
  );
}

function Actions({ row, edit, editing, saving }: RowProps) {
  const words = useTexts(texts);
  const { name } = useReady();
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      {row.guessed_from !== null && (
        <Button
          size="compact-sm"
          aria-label={fill(words.confirmOne, { name: row.name })}
          onClick={() => void saving.save(() => confirmEvents(name, [row.name]))}
        >
          {words.confirm}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        aria-expanded={editing}
        aria-label={fill(words.changeOne, { name: row.name })}
        onClick={edit}
      >
        {words.change}
      </Button>
    </Group>
  );
}

function turned(chosen: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(name)) next.add(name);
  return next;
}
