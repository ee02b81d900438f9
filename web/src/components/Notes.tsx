/** Notes: a short form that writes down a contact of a person or account, and what was written down before. */
import "@mantine/core/styles/SegmentedControl.css";

import { Alert, Button, Group, NativeSelect, SegmentedControl, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { answered, client, Refusal, type Schemas } from "../api/client";
import { forgetAnswers, queries } from "../api/queries";
import { fill, labelOf, useLanguage, useTexts } from "../i18n/language";
import { moment } from "../i18n/numbers";
import { numbered } from "../state/numbered";
import { useMay, useZone } from "../state/shop";
import { DateField } from "./DateField";
import { texts } from "./noteTexts";
import { Section } from "./Page";
import { Asked, reason } from "./States";

type Whose = { person?: string; account?: string };
type Mood = "good" | "neutral" | "bad";
const MOODS: Mood[] = ["good", "neutral", "bad"];

export function Notes({ name, person, account }: { name: string } & Whose) {
  const t = useTexts(texts);
  const may = useMay("editor");
  const whose: Whose = { ...(person ? { person: numbered(person) } : {}), ...(account ? { account } : {}) };
  const kinds = useQuery({ ...noteKinds(name), enabled: may });
  const found = useQuery({ ...notesOf(name, whose), enabled: may });
  if (!may) return null;
  return (
    <Section title={t.title}>
      <Text c="var(--quiet)">{person ? t.hint : t.hintAccount}</Text>
      <Asked query={kinds}>{(list) => <Form name={name} whose={whose} kinds={list} />}</Asked>
      {(found.data?.length ?? 0) > 0 && <Written name={name} list={found.data ?? []} />}
    </Section>
  );
}

function noteKinds(name: string) {
  return queryOptions({
    queryKey: ["words", name, "note-kinds"],
    queryFn: () => answered(client.GET("/api/shops/{shop}/note-kinds", { params: { path: { shop: name } } })),
  });
}

function notesOf(name: string, whose: Whose) {
  return queryOptions({
    queryKey: ["answer", name, "notes", whose],
    queryFn: () =>
      answered(client.GET("/api/shops/{shop}/notes", { params: { path: { shop: name }, query: whose } })),
  });
}

function Form({ name, whose, kinds }: { name: string; whose: Whose; kinds: Schemas["NoteChoice"][] }) {
  const t = useTexts(texts);
  const { text, language } = useLanguage();
  const [kind, setKind] = useState(kinds[0]?.kind ?? "");
  const [day, setDay] = useState("");
  const [time, setTime] = useState("");
  const [mood, setMood] = useState<Mood>("neutral");
  const [words, setWords] = useState("");
  const write = useMutation({
    mutationFn: () =>
      answered(
        client.POST("/api/shops/{shop}/notes", {
          params: { path: { shop: name } },
          body: { person: "", account: "", ...whose, kind, mood, words, ...when(day, time) },
        }),
      ),
    onSuccess: async () => {
      setWords("");
      setDay("");
      setTime("");
      await changed(name);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    write.mutate();
  };
  const late = write.error instanceof Refusal && write.error.field === "at";
  return (
    <form onSubmit={submit} className="card" data-note>
      <Stack gap="sm">
        <Group align="flex-end" gap="md">
          <NativeSelect
            label={t.kind}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value)}
            data={kinds.map((one) => ({ value: one.kind, label: labelOf(one.label, language, one.kind) }))}
          />
          <DateField label={t.at} value={day} change={setDay} error={late} optional />
          <TextInput
            label={t.time}
            placeholder={t.timeForm}
            w={90}
            inputMode="numeric"
            pattern="\s*([01]?[0-9]|2[0-3])[:.][0-5][0-9]\s*"
            title={t.timeHint}
            disabled={!day}
            value={time}
            error={late}
            onChange={(event) => setTime(event.currentTarget.value)}
          />
          <Stack gap={4}>
            <Text size="sm" fw={500} id="note-mood">
              {t.mood}
            </Text>
            <SegmentedControl
              aria-labelledby="note-mood"
              value={mood}
              onChange={(value) => setMood(value as Mood)}
              data={MOODS.map((one) => ({ value: one, label: t.moods[one] }))}
            />
          </Stack>
        </Group>
        <Textarea
          label={t.words}
          autosize
          minRows={2}
          maxLength={2000}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        {write.isError && (
          <Alert color="red" variant="light" role="alert">
            {late ? t.future : reason(write.error, text)}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={write.isPending}>
            {t.write}
          </Button>
          {write.isSuccess && <Text aria-live="polite">{t.written}</Text>}
        </Group>
      </Stack>
    </form>
  );
}

/** What is typed is this browser's clock. A day without a time is its noon, today's is now. */
function when(day: string, time: string): { at?: string } {
  if (!day) return {};
  const [hour = 12, minute = 0] = time.trim() ? time.trim().split(/[:.]/).map(Number) : [];
  const at = new Date(`${day}T00:00`);
  if (!time.trim() && at.toDateString() === new Date().toDateString()) return {};
  at.setHours(hour, minute);
  return { at: at.toISOString() };
}

function Written({ name, list }: { name: string; list: Schemas["Note"][] }) {
  const t = useTexts(texts);
  const { text, language } = useLanguage();
  const zone = useZone();
  const remove = useMutation({
    mutationFn: (id: number) =>
      answered(client.DELETE("/api/shops/{shop}/notes/{id}", { params: { path: { shop: name, id } } })),
    onSuccess: () => changed(name),
  });
  return (
    <Stack gap="xs">
      <Text fw={600}>{t.noted}</Text>
      {remove.isError && (
        <Alert color="red" variant="light" role="alert">
          {reason(remove.error, text)}
        </Alert>
      )}
      <ul className="notes">
        {list.map((note) => (
          <li key={note.id} data-noted={note.id}>
            <Group justify="space-between" align="flex-start" gap="sm">
              <div className="note-words">
                <Text span fw={600}>
                  {labelOf(note.label, language, note.kind)}
                </Text>{" "}
                <Text span c="var(--quiet)" size="sm">
                  {moment(note.at, language, zone)} · {t.moods[note.mood as Mood]}
                  {note.by && ` · ${fill(t.by, { by: note.by })}`}
                </Text>
                {note.words && <Text>{note.words}</Text>}
              </div>
              <TakeBack take={() => remove.mutate(note.id)} busy={remove.isPending && remove.variables === note.id} />
            </Group>
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function TakeBack({ take, busy }: { take: () => void; busy: boolean }) {
  const t = useTexts(texts);
  const [sure, setSure] = useState(false);
  return (
    <Button
      variant={sure ? "filled" : "subtle"}
      size="compact-sm"
      loading={busy}
      onClick={() => (sure ? take() : setSure(true))}
      onBlur={() => setSure(false)}
    >
      {sure ? t.takeBackSure : t.takeBack}
    </Button>
  );
}

/** A note is an event: every answer is old. */
async function changed(name: string): Promise<void> {
  await Promise.all([forgetAnswers(name), queries.invalidateQueries({ queryKey: ["accounts", name] })]);
}
