/** What one person agreed to and when; a withdrawal that came by letter is noted here, and counts at once. */
import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { Section } from "../../components/Page";
import { Asked, reason } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { moment } from "../../i18n/numbers";
import { shared, useAddress } from "../../state/address";
import { useMay, useReady, useZone } from "../../state/shop";
import { type Consent as Told, consentOf, withdraw } from "../privacy/ask";
import { texts } from "../privacy/text";

export function Consent({ person }: { person: number }) {
  const t = useTexts(texts);
  const { name } = useReady();
  const { search } = useAddress();
  const query = useQuery(consentOf(name, String(person)));
  const ask = { ...shared(search), key: String(person) };
  return (
    <Section
      title={t.consentOfPerson}
      actions={
        <Anchor component={Link} to="/privacy" search={ask as never}>
          {t.askHere}
        </Anchor>
      }
    >
      <Asked query={query}>
        {(told) => (
          <Stack gap="xs">
            <Facts told={told} />
            <Change name={name} told={told} />
          </Stack>
        )}
      </Asked>
    </Section>
  );
}

function Facts({ told }: { told: Told }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const zone = useZone();
  const purpose = (key: string) => t.purposes[key as keyof typeof t.purposes] ?? key;
  if (told.facts.length === 0 && told.withdrawn.length === 0)
    return <Text c="var(--quiet)">{t.nothingTold}</Text>;
  return (
    <ul className="consent-facts">
      {told.withdrawn.map((one) => (
        <li key={`${one.purpose} withdrawn`}>
          {moment(one.at, language, zone)} · {purpose(one.purpose)}: {fill(t.withdrawn, { by: one.by })}
        </li>
      ))}
      {told.facts.map((fact) => (
        <li key={`${fact.at} ${fact.purpose}`}>
          {moment(fact.at, language, zone)} · {purpose(fact.purpose)}: {fact.agreed ? t.agreed : t.refusedWord}
          {fact.version && ` · ${fill(t.version, { version: fact.version })}`}
        </li>
      ))}
    </ul>
  );
}

function Change({ name, told }: { name: string; told: Told }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const may = useMay("editor");
  const client = useQueryClient();
  const gone = told.withdrawn.some((one) => one.purpose === "analytics");
  const change = useMutation({
    mutationFn: () => withdraw(name, String(told.person), "analytics", gone),
    // With the switch for the past, journeys and figures may have changed.
    onSuccess: () => client.invalidateQueries(),
  });
  if (!may) return null;
  return (
    <Group gap="sm">
      <Button variant="default" size="compact-sm" loading={change.isPending} onClick={() => change.mutate()}>
        {gone ? t.agreeAgain : t.withdrawNow}
      </Button>
      {change.isError && (
        <Alert color="red" variant="light" role="alert">
          {reason(change.error, text)}
        </Alert>
      )}
    </Group>
  );
}
