/** Abgewiesenes: what arrived and was not kept, by reason over time, with examples and what to do. */
import { Alert, Anchor, Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { answered, client, type Schemas } from "../../api/client";
import { type Column, DataTable } from "../../components/DataTable";
import { Page, Section } from "../../components/Page";
import { Asked } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { day, number } from "../../i18n/numbers";
import { one, queryOf, shared, useAddress } from "../../state/address";
import { useShopName, useZone } from "../../state/shop";
import { Course } from "./Course";
import "./rejected.css";
import { Samples } from "./Samples";
import { texts } from "./text";

type Answer = Schemas["Rejected"];
type Reason = Schemas["RejectedReason"];
type Days = "7" | "30" | "90" | "365";

const DAYS: readonly Days[] = ["7", "30", "90", "365"];
const SAMPLES = 50;

export default function Rejected() {
  const t = useTexts(texts);
  const name = useShopName();
  return (
    <Page title={t.title} actions={name !== undefined && <Actions name={name} />}>
      <Text className="sentence">{t.lead}</Text>
      {name === undefined ? <Alert variant="light">{t.noShop}</Alert> : <Of name={name} />}
    </Page>
  );
}

function useDays(): Days {
  const asked = one(useAddress().search, "days");
  return DAYS.find((days) => days === asked) ?? "30";
}

function rejected(name: string, days: Days, reason: string) {
  const query = { days: Number(days), reason, limit: SAMPLES };
  return queryOptions({
    queryKey: ["rejected", name, days, reason],
    queryFn: () =>
      answered(client.GET("/api/shops/{shop}/rejected", { params: { path: { shop: name }, query } })),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}

function Actions({ name }: { name: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { put } = useAddress();
  const days = useDays();
  const file = `/api/shops/${encodeURIComponent(name)}/rejected.csv?${queryOf({ days, language })}`;
  return (
    <Group align="flex-end" gap="sm">
      <NativeSelect
        label={t.period}
        value={days}
        onChange={(event) => put({ days: event.currentTarget.value })}
        data={DAYS.map((value) => ({ value, label: t.days[value] }))}
      />
      <Button component="a" href={file} download variant="default" leftSection={<IconDownload size={18} aria-hidden="true" />}>
        {t.csv}
      </Button>
    </Group>
  );
}

function Of({ name }: { name: string }) {
  const t = useTexts(texts);
  const { search } = useAddress();
  const days = useDays();
  const reason = one(search, "reason") ?? "";
  const all = useQuery(rejected(name, days, ""));
  const samples = useQuery(rejected(name, days, reason));
  return (
    <Asked query={all}>
      {(answer) =>
        answer.events === 0 && answer.samples.length === 0 ? (
          <Nothing />
        ) : (
          <>
            <Counts answer={answer} />
            <Section title={t.samples}>
              <Text c="var(--quiet)" maw="76ch">
                {t.sampleHint}
              </Text>
              <Asked query={samples}>
                {(found) => <Samples reasons={answer.reasons} samples={found.samples} reason={reason} />}
              </Asked>
            </Section>
          </>
        )
      }
    </Asked>
  );
}

function Nothing() {
  const t = useTexts(texts);
  const { search } = useAddress();
  return (
    <Stack gap="xs" className="card">
      <Text fw={600}>{t.none}</Text>
      <Text>{t.noneHint}</Text>
      <Anchor component={Link} to="/sources" search={shared(search) as never}>
        {t.toSources}
      </Anchor>
    </Stack>
  );
}

function Counts({ answer }: { answer: Answer }) {
  const t = useTexts(texts);
  const zone = useZone();
  const { language } = useLanguage();
  const columns: Column<Reason>[] = [
    {
      key: "reason",
      label: t.reason,
      cell: (one) => labelOf(one.label, language, one.reason),
      by: (one) => labelOf(one.label, language, one.reason),
    },
    { key: "events", label: t.events, number: true, cell: (one) => number(one.events, language), by: (one) => one.events },
    {
      key: "sources",
      label: t.sources,
      cell: (one) => one.sources.map((source) => source.source || t.unknown).join(", "),
    },
    { key: "next", label: t.next, cell: (one) => <span className="rejected-next">{labelOf(one.next_step, language, "")}</span> },
  ];
  const said = fill(answer.events === 1 ? t.sumOne : t.sum, {
    count: number(answer.events, language),
    from: day(answer.from, language),
    to: day(answer.to, language),
  });
  return (
    <>
      <Section title={t.overTime}>
        <Text data-events={answer.events}>{said}</Text>
        <Course reasons={answer.reasons} />
        <Text size="sm" c="var(--quiet)">
          {fill(t.zoneDays, { zone })}
        </Text>
      </Section>
      <Section title={t.reasons}>
        <DataTable caption={t.reasons} columns={columns} rows={answer.reasons} rowKey={(one) => one.reason} />
      </Section>
    </>
  );
}
