/** Step 1: what the shop is called, its language, currency, zone and country, gross or net. Makes the shop if there is none. */
import { Alert, Button, Group, Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import type { Schemas } from "../../api/client";
import { countries } from "../../api/queries";
import { countryOf, type ShopBasics, ShopFields } from "../../components/ShopFields";
import { Asked, reason } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { useAddress } from "../../state/address";
import { ZONES } from "../../i18n/known";
import { keepSettings, settingsOf } from "./steps";
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
  const [given, setGiven] = useState<ShopBasics>(() => startWith(kept, language));
  const known = useQuery(countries).data ?? [];
  // What the zone says is proposed until somebody chooses.
  const value = { ...given, country: given.country || countryOf(given.zone, known) };
  const change = (part: Partial<ShopBasics>) => setGiven((before) => ({ ...before, ...part }));
  const keep = useMutation({
    mutationFn: () => keepSettings(shop, value),
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
        <ShopFields value={value} change={change} />
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

/** What is kept already; else what the browser suggests. Nothing of it counts before it is confirmed. */
function startWith(kept: Schemas["SettingsView"] | undefined, language: "de" | "en"): ShopBasics {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  return {
    title: kept?.title ?? "",
    language: (kept?.language as ShopBasics["language"]) ?? language,
    currency: kept?.currency ?? "EUR",
    country: kept?.country ?? "",
    zone: kept && kept.zone !== "UTC" ? kept.zone : ZONES.includes(here) ? here : "UTC",
    gross: kept?.gross ?? true,
  };
}
