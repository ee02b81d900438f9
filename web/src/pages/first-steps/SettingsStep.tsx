/** Step 1: what the shop is called, its language, currency and zone, gross or net. Makes the shop if there is none. */
import { Alert, Button, Group, NativeSelect, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import type { Schemas } from "../../api/client";
import { Asked, reason } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { useAddress } from "../../state/address";
import { CURRENCIES, ZONES } from "../import/known";
import { keepSettings, type Settings, settingsOf } from "./steps";
import { texts } from "./text";

type Props = { shop: string | undefined; onDone: () => void };

export function SettingsStep({ shop, onDone }: Props) {
  if (shop === undefined) return <Form shop={undefined} kept={undefined} onDone={onDone} />;
  return <Known shop={shop} onDone={onDone} />;
}

function Known({ shop, onDone }: { shop: string; onDone: () => void }) {
  const query = useQuery(settingsOf(shop));
  return (
    <Asked query={query}>{(kept) => <Form shop={shop} kept={kept} onDone={onDone} />}</Asked>
  );
}

type FormProps = { shop: string | undefined; kept: Schemas["SettingsView"] | undefined; onDone: () => void };

function Form({ shop, kept, onDone }: FormProps) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const { put } = useAddress();
  const [given, setGiven] = useState<Settings>(() => startWith(kept, language));
  const change = (part: Partial<Settings>) => setGiven((before) => ({ ...before, ...part }));
  const keep = useMutation({
    mutationFn: () => keepSettings(shop, given),
    onSuccess: (name) => {
      if (shop === undefined) put({ shop: name });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={560}>
        <TextInput
          label={words.shopTitle}
          description={words.shopTitleHint}
          required
          withAsterisk={false}
          maxLength={120}
          value={given.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Choice
          label={words.language}
          value={given.language}
          data={[
            { value: "de", label: words.german },
            { value: "en", label: words.english },
          ]}
          onChange={(value) => change({ language: value as Settings["language"] })}
        />
        <NativeSelect
          label={words.currency}
          description={words.currencyHint}
          data={CURRENCIES}
          value={given.currency}
          onChange={(event) => change({ currency: event.currentTarget.value })}
        />
        <NativeSelect
          label={words.zone}
          description={words.zoneHint}
          data={ZONES}
          value={given.zone}
          onChange={(event) => change({ zone: event.currentTarget.value })}
        />
        <Choice
          label={words.amounts}
          value={given.gross ? "gross" : "net"}
          data={[
            { value: "gross", label: words.gross },
            { value: "net", label: words.net },
          ]}
          onChange={(value) => change({ gross: value === "gross" })}
        />
        {keep.isError && (
          <Alert color="red" variant="light" role="alert" title={text.failed}>
            {reason(keep.error, text)}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={keep.isPending}>
            {shop === undefined ? words.create : words.confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Choice(props: {
  label: string;
  value: string;
  data: { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {props.label}
      </Text>
      <SegmentedControl
        aria-label={props.label}
        value={props.value}
        data={props.data}
        onChange={props.onChange}
      />
    </div>
  );
}

/** What is kept already; else what the browser suggests. Nothing of it counts before it is confirmed. */
function startWith(kept: Schemas["SettingsView"] | undefined, language: "de" | "en"): Settings {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  return {
    title: kept?.title ?? "",
    language: (kept?.language as Settings["language"]) ?? language,
    currency: kept?.currency ?? "EUR",
    zone: kept && kept.zone !== "UTC" ? kept.zone : ZONES.includes(here) ? here : "UTC",
    gross: kept?.gross ?? true,
  };
}
