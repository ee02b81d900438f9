/** What the tracker does: extras, consent, from where; each with what it means and what lies on the device. */
import { Alert, Button, Checkbox, Group, Paper, Radio, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import "@mantine/core/styles/Checkbox.css";
import "@mantine/core/styles/Fieldset.css";
import "@mantine/core/styles/Radio.css";
import "@mantine/core/styles/SimpleGrid.css";
import { type FormEvent, useState } from "react";

import type { Schemas } from "../../../api/client";
import { reason } from "../../../components/States";
import { useLanguage, useTexts } from "../../../i18n/language";
import { type Tracking, useSaveTracking } from "../queries";
import { texts } from "./text";

type Change = Schemas["TrackingChange"];
type Extra = NonNullable<Change["extras"]>[number];
type Parts = { value: Tracking; put: (change: Partial<Tracking>) => void };

const EXTRAS: readonly Extra[] = [
  "ga4",
  "clicks",
  "forms",
  "search",
  "scroll",
  "downloads",
  "outbound",
  "errors",
  "vitals",
  "rage",
];

export function Switches({ name, kept, may }: { name: string; kept: Tracking; may: boolean }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const [change, setChange] = useState<Partial<Tracking>>({});
  const save = useSaveTracking(name);
  const parts: Parts = {
    value: { ...kept, ...change },
    put: (field) => setChange((before) => ({ ...before, ...field })),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(change as Change, { onSuccess: () => setChange({}) });
  };
  const changed = Object.keys(change).length > 0;
  return (
    <Paper withBorder p="lg" bg="var(--card)">
      <form onSubmit={submit}>
        <fieldset disabled={!may} className="bare">
          <Stack gap="xl">
            <Extras {...parts} />
            <Consent {...parts} />
            <Sites {...parts} />
            {save.isError && (
              <Alert color="red" variant="light" role="alert">
                {reason(save.error, text)}
              </Alert>
            )}
            {save.isSuccess && !changed && <Text aria-live="polite">{t.saved}</Text>}
            {may && (
              <Button type="submit" loading={save.isPending} disabled={!changed} w="fit-content">
                {text.save}
              </Button>
            )}
          </Stack>
        </fieldset>
      </form>
    </Paper>
  );
}

function Extras({ value, put }: Parts) {
  const t = useTexts(texts);
  const turn = (extra: Extra, on: boolean) =>
    put({ extras: EXTRAS.filter((known) => (known === extra ? on : value.extras.includes(known))) });
  return (
    <Checkbox.Group label={t.extras} value={[...value.extras]}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs" spacing="sm">
        {EXTRAS.map((extra) => (
          <Checkbox
            key={extra}
            value={extra}
            label={t.extra[extra]}
            description={t.extraHints[extra]}
            onChange={(event) => turn(extra, event.currentTarget.checked)}
          />
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  );
}

function Consent({ value, put }: Parts) {
  const t = useTexts(texts);
  return (
    <Group align="flex-start" gap="xl">
      <Stack gap="sm" className="switches-part">
        <Text fw={600}>{t.consent}</Text>
        <Checkbox
          label={t.consentRequired}
          description={t.consentRequiredHint}
          checked={value.consent_required}
          onChange={(event) => put({ consent_required: event.currentTarget.checked })}
        />
        <Radio.Group
          label={t.withoutConsent}
          value={value.without_consent}
          onChange={(chosen) => put({ without_consent: chosen as Tracking["without_consent"] })}
        >
          <Stack gap="xs" mt="xs">
            {(["count", "drop"] as const).map((way) => (
              <Radio key={way} value={way} label={t.without[way]} />
            ))}
          </Stack>
        </Radio.Group>
        <Checkbox
          label={t.withdrawalPast}
          description={t.withdrawalPastHint}
          checked={value.withdrawal_past}
          onChange={(event) => put({ withdrawal_past: event.currentTarget.checked })}
        />
      </Stack>
      <aside className="on-device" aria-label={t.deviceTitle}>
        <Text fw={600}>{t.deviceTitle}</Text>
        {value.consent_required ? (
          <>
            <Text>{t.device.before}</Text>
            <Text>{t.device.after}</Text>
          </>
        ) : (
          <Text>{t.device.always}</Text>
        )}
      </aside>
    </Group>
  );
}

function Sites({ value, put }: Parts) {
  const t = useTexts(texts);
  return (
    <Stack gap="sm">
      <Text fw={600}>{t.sites}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <Lines label={t.origins} hint={t.originsHint} value={value.allowed_origins} change={(allowed_origins) => put({ allowed_origins })} />
        <Lines label={t.linked} hint={t.linkedHint} value={value.linked_domains} change={(linked_domains) => put({ linked_domains })} />
        <Checkbox
          label={t.country}
          description={t.countryHint}
          checked={value.country}
          onChange={(event) => put({ country: event.currentTarget.checked })}
        />
        <Checkbox
          label={t.trustProxy}
          description={t.trustProxyHint}
          checked={value.trust_proxy}
          onChange={(event) => put({ trust_proxy: event.currentTarget.checked })}
        />
      </SimpleGrid>
    </Stack>
  );
}

type LinesProps = { label: string; hint: string; value: readonly string[]; change: (lines: string[]) => void };

/** A list, one a line; empty lines stay while one writes and are left out of what is kept. */
function Lines({ label, hint, value, change }: LinesProps) {
  const [typed, setTyped] = useState<string>();
  return (
    <Textarea
      label={label}
      description={hint}
      rows={3}
      value={typed ?? value.join("\n")}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        change(event.currentTarget.value.split("\n").map((line) => line.trim()).filter(Boolean));
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}
