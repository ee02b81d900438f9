/** Personen: who is in scope, who stands behind a figure, whom a search finds; each leads to their page. */
import "./people.css";

import { Anchor, Button, Group, Paper, Text } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { type Column, DataTable } from "../../components/DataTable";
import { BasisLine } from "../../components/Evidence";
import { FindForm } from "../../components/FindForm";
import { Page } from "../../components/Page";
import { Failed, Loading } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { moment, money, NONE, number } from "../../i18n/numbers";
import { one, parseSearch, type Search, shared, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { type People as Answer, peoplePages, peopleParams, type Row } from "./ask";
import { texts } from "./text";

export default function People() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search } = useAddress();
  const { name } = useReady();
  const query = useInfiniteQuery(peoplePages(name, peopleParams(search)));
  const first = query.data?.pages[0];
  return (
    <Page title={t.title} sentence={first?.sentences[language]} busy={query.isFetching && !query.isPending}>
      {first?.group && <OfWhat answer={first} />}
      <FindForm words={t} orders={[{ value: "seen", label: t.seen }, { value: "value", label: t.valuable }]} />
      {query.isError && !first && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {first && first.total === 0 && <Nobody />}
      {first && first.total > 0 && (
        <>
          <PeopleTable rows={query.data?.pages.flatMap((page) => page.people) ?? []} currency={first.currency} />
          {query.hasNextPage && (
            <Group justify="center">
              <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t.more}
              </Button>
            </Group>
          )}
          <BasisLine basis={first.basis} />
        </>
      )}
    </Page>
  );
}

const PAGE_OF: Record<string, string> = { stages: "/stages", flow: "/flow", funnel: "/funnel", paths: "/paths", kpis: "/kpis" };

/** Which figure was opened, in words, with the way back to where it stands. */
function OfWhat({ answer }: { answer: Answer }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search, put, go } = useAddress();
  const nothing = { of: undefined, q: undefined, part: undefined, name: undefined, step: undefined, value: undefined };
  return (
    <Paper withBorder p="md" bg="var(--card)" data-of>
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>
            {fill(t.of, { group: labelOf(answer.group ?? {}, language, "") })}
          </Text>
          {answer.unit !== "person" && (
            <Text size="sm" c="var(--quiet)">
              {fill(t.counted, { count: number(answer.count, language), unit: t.units[answer.unit] ?? answer.unit })}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconArrowLeft size={18} aria-hidden="true" />}
            onClick={() => go(PAGE_OF[answer.of] ?? "/", parseSearch(one(search, "q") ?? ""))}
          >
            {t.back}
          </Button>
          <Button variant="subtle" onClick={() => put(nothing)}>
            {t.everybody}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}

function Nobody() {
  const t = useTexts(texts);
  const { put } = useAddress();
  return (
    <Paper withBorder p="lg" bg="var(--card)">
      <Text fw={600}>{t.nobody}</Text>
      <Text c="var(--quiet)">{t.nobodyHint}</Text>
      <Button mt="sm" variant="default" onClick={() => put({ search: undefined })}>
        {t.everybody}
      </Button>
    </Paper>
  );
}

function PeopleTable({ rows, currency }: { rows: Row[]; currency: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search } = useAddress();
  const { shop } = useReady();
  const along: Search = shared(search);
  const columns: Column<Row>[] = [
    {
      key: "person",
      label: t.person,
      cell: (row) => (
        <Anchor component={Link} to={`/people/${row.person}`} search={along as never} className="person-link">
          {row.known ?? t.knownBy[row.known_by]}
        </Anchor>
      ),
    },
    {
      key: "seen",
      label: t.lastSeen,
      cell: (row) => (
        <span className="no-break">{row.last_seen ? moment(row.last_seen, language, shop.zone) : NONE}</span>
      ),
    },
    { key: "visits", label: t.visits, number: true, cell: (row) => number(row.visits, language) },
    { key: "orders", label: t.orders, number: true, cell: (row) => number(row.orders, language) },
    {
      key: "value",
      label: t.value,
      number: true,
      cell: (row) => (row.orders ? money(Number(row.value), currency, language, 2) : NONE),
    },
    { key: "stage", label: t.stage, cell: (row) => labelOf(row.stage_label ?? {}, language, row.stage ?? NONE) },
    {
      key: "devices",
      label: t.devices,
      cell: (row) => row.devices.map((device) => t.device[device] ?? device).join(", ") || NONE,
    },
    {
      key: "touch",
      label: t.lastTouch,
      cell: (row) => labelOf(row.last_touch_label ?? {}, language, row.last_touch ?? NONE),
    },
  ];
  return <DataTable caption={t.title} columns={columns} rows={rows} rowKey={(row) => String(row.person)} />;
}
