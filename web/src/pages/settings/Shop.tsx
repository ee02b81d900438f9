/** Einstellungen · Shop: what everybody who sees this shop counts by. */
import { Alert, Button, NativeSelect, Paper, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { answered, client, type Schemas } from "../../api/client";
import { eventWords, forgetAnswers, phoneNumbers, queries, session, settings, stageModels } from "../../api/queries";
import { Page } from "../../components/Page";
import { type ShopBasics, ShopFields } from "../../components/ShopFields";
import { Asked, reason } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { useMay, useShopName } from "../../state/shop";
import { texts } from "./text";

type Settings = Schemas["SettingsView"];
type Change = Partial<Omit<Settings, "currency" | "language">> & {
  currency?: string;
  language?: "de" | "en";
};

export default function Shop() {
  const t = useTexts(texts);
  const name = useShopName() ?? "";
  const kept = useQuery({ ...settings(name), enabled: name !== "" });
  const may = useMay("editor");
  return (
    <Page title={t.shop}>
      <Text c="var(--quiet)">{may ? t.shopHint : t.viewer}</Text>
      <Asked query={kept}>{(known) => <Form key={name} name={name} kept={known} may={may} />}</Asked>
    </Page>
  );
}

function Form({ name, kept, may }: { name: string; kept: Settings; may: boolean }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const [change, setChange] = useState<Change>({});
  const save = useSave(name);
  const value = { ...kept, ...change };
  const put = (field: Change) => setChange((before) => ({ ...before, ...field }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(change, { onSuccess: () => setChange({}) });
  };
  return (
    <Paper withBorder p="lg" bg="var(--card)" maw={640}>
      <form onSubmit={submit}>
        <fieldset disabled={!may} className="bare">
          <Stack>
            <ShopFields value={basics(value)} change={put} />
            {change.country !== undefined && <Numbers name={name} />}
            <Words name={name} value={value} put={put} />
            <Choice label={t.mainRate} labels={t.mainRates} value={value.main_rate} choose={(rate) => put({ main_rate: rate as Settings["main_rate"] })} />
            {(["journey_idle_days", "account_idle_days"] as const).map((key) => (
              <TextInput
                key={key}
                type="number"
                min={1}
                label={key === "journey_idle_days" ? t.idle : t.idleAccounts}
                description={t.idleHint}
                value={String(value[key])}
                onChange={(event) => put({ [key]: Number(event.currentTarget.value) })}
              />
            ))}
            {save.isError && (
              <Alert color="red" variant="light" role="alert">
                {reason(save.error, text)}
              </Alert>
            )}
            {save.isSuccess && Object.keys(change).length === 0 && <Text aria-live="polite">{t.saved}</Text>}
            {may && (
              <Button type="submit" loading={save.isPending} disabled={Object.keys(change).length === 0} w="fit-content">
                {text.save}
              </Button>
            )}
          </Stack>
        </fieldset>
      </form>
    </Paper>
  );
}

/** What another country does to the phone numbers of the past. */
function Numbers({ name }: { name: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const told = useQuery(phoneNumbers(name)).data;
  if (!told || told.numbers === 0) return null;
  const counts = { numbers: number(told.numbers, language), fixed: number(told.fixed, language) };
  return <Text aria-live="polite">{fill(told.fixed ? t.numbersFixed : t.numbers, counts)}</Text>;
}

/** The part of the settings that the first steps ask too. */
function basics(kept: Settings): ShopBasics {
  const { title, zone, gross } = kept;
  return { title, zone, gross, country: kept.country ?? "", currency: kept.currency ?? "", language: kept.language as "de" | "en" };
}

function Words({ name, value, put }: { name: string; value: Settings; put: (change: Change) => void }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const models = useQuery(stageModels(name)).data ?? [];
  const words = useQuery(eventWords(name)).data ?? [];
  const events = words.map((word) => [word.name, labelOf(word.label, language, word.name)]);
  return (
    <>
      <Choice
        label={t.model}
        labels={Object.fromEntries(models.map((model) => [model.key, labelOf(model.name, language, model.key)]))}
        value={value.model}
        choose={(model) => put({ model })}
      />
      <Choice
        label={t.conversion}
        hint={t.conversionHint}
        labels={{ [value.conversion]: value.conversion, ...Object.fromEntries(events) }}
        value={value.conversion}
        choose={(conversion) => put({ conversion })}
      />
    </>
  );
}

type ChoiceProps = {
  label: string;
  hint?: string;
  labels: Record<string, string>;
  value: string;
  choose: (value: string) => void;
};

function Choice({ label, hint, labels, value, choose }: ChoiceProps) {
  return (
    <NativeSelect
      label={label}
      description={hint}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
      data={Object.entries(labels).map(([key, text]) => ({ value: key, label: text }))}
    />
  );
}

function useSave(name: string) {
  return useMutation({
    mutationFn: (body: Change) =>
      answered(client.PATCH("/api/shops/{shop}", { params: { path: { shop: name } }, body })),
    // Not waited for: it is saved, whatever else is asked anew meanwhile.
    onSuccess: () => {
      void forgetAnswers(name);
      void queries.invalidateQueries({ queryKey: session.queryKey });
    },
  });
}
