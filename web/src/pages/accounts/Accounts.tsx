/** Firmen: the companies of the shop, found and sorted; each leads to its page. */
import "./accounts.css";

import { Anchor, Button, Group, Paper, Text, TextInput } from "@mantine/core";
import { IconFileImport, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { type Column, DataTable } from "../../components/DataTable";
import { BasisLine } from "../../components/Evidence";
import { Export } from "../../components/Export";
import { FindForm } from "../../components/FindForm";
import { Page } from "../../components/Page";
import { Failed, Loading } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { moment, money, NONE, number } from "../../i18n/numbers";
import { one, type Search, shared, useAddress } from "../../state/address";
import { useMay, useReady } from "../../state/shop";
import { type Accounts as Answer, accountPages, accountsParams, type Row } from "./ask";
import { texts } from "./text";
import { Twins } from "./Twins";

export default function Accounts() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search } = useAddress();
  const { name } = useReady();
  const params = accountsParams(search);
  const query = useInfiniteQuery(accountPages(name, params));
  const first = query.data?.pages[0];
  return (
    <Page
      title={t.title}
      sentence={first?.total ? first.sentences[language] : undefined}
      busy={query.isFetching && !query.isPending}
      actions={<Export table={{ analysis: "accounts", params: { ...params, limit: 1000 } }} file="accounts" />}
    >
      <p className="hint">{t.also}</p>
      <FindForm words={t} orders={Object.entries(t.sorts).map(([value, label]) => ({ value, label }))} />
      {query.isError && !first && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {first && first.total === 0 && <Nothing searched={Boolean(one(search, "search"))} />}
      {first && first.total > 0 && (
        <>
          <Told answer={first} />
          <AccountsTable rows={query.data?.pages.flatMap((page) => page.accounts) ?? []} currency={first.currency} />
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
      <Twins />
      <AddAccount />
    </Page>
  );
}

function Told({ answer }: { answer: Answer }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const format = new Intl.NumberFormat(language === "de" ? "de-DE" : "en-GB", { maximumFractionDigits: 1 });
  const days = (seconds: number) => format.format(seconds / 86_400);
  return (
    <>
      {answer.order_seconds_mean !== null && answer.order_seconds_median !== null && (
        <p className="hint" data-way>
          {t.way}:{" "}
          {fill(t.wayOne, { mean: days(answer.order_seconds_mean), median: days(answer.order_seconds_median) })}
        </p>
      )}
      {answer.untouched > 0 && <p className="hint">{fill(t.untouched, { count: number(answer.untouched, language) })}</p>}
    </>
  );
}

function Nothing({ searched }: { searched: boolean }) {
  const t = useTexts(texts);
  const { put } = useAddress();
  return (
    <Paper withBorder p="lg" bg="var(--card)">
      <Text fw={600}>{searched ? t.nobody : t.none}</Text>
      <Text c="var(--quiet)">{searched ? t.nobodyHint : t.noneHint}</Text>
      {searched && (
        <Button mt="sm" variant="default" onClick={() => put({ search: undefined })}>
          {t.everybody}
        </Button>
      )}
    </Paper>
  );
}

/** A company that no event has named yet: its page takes the rest. */
function AddAccount() {
  const t = useTexts(texts);
  const { go } = useAddress();
  const may = useMay("editor");
  const [id, setId] = useState<string>();
  if (!may) return null;
  if (id === undefined)
    return (
      <Group>
        <Button variant="default" leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setId("")}>
          {t.add}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFileImport size={18} aria-hidden="true" />}
          onClick={() => go("/import", { content: "accounts" })}
        >
          {t.file}
        </Button>
      </Group>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (id.trim()) go(`/accounts/${encodeURIComponent(id.trim())}`, { edit: "1" });
      }}
    >
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t.id}
          description={t.idHint}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
          data-autofocus
          required
        />
        <Button type="submit">{t.create}</Button>
        <Button variant="subtle" onClick={() => setId(undefined)}>
          {t.cancel}
        </Button>
      </Group>
    </form>
  );
}

function AccountsTable({ rows, currency }: { rows: Row[]; currency: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search } = useAddress();
  const { shop } = useReady();
  const along: Search = shared(search);
  const columns: Column<Row>[] = [
    {
      key: "account",
      label: t.account,
      cell: (row) => (
        <Anchor
          component={Link}
          to={`/accounts/${encodeURIComponent(row.account)}`}
          search={along as never}
          className="account-link"
        >
          {row.name ?? row.account}
        </Anchor>
      ),
    },
    { key: "number", label: t.customerNumber, cell: (row) => row.customer_number ?? NONE },
    { key: "industry", label: t.industry, cell: (row) => row.industry ?? NONE },
    { key: "sales", label: t.salesPerson, cell: (row) => row.sales_person ?? NONE },
    { key: "members", label: t.members, number: true, cell: (row) => number(row.members, language) },
    { key: "orders", label: t.orders, number: true, cell: (row) => number(row.orders, language) },
    {
      key: "value",
      label: t.value,
      number: true,
      cell: (row) => (row.orders ? money(Number(row.value), currency, language, 2) : NONE),
    },
    {
      key: "seen",
      label: t.lastSeen,
      cell: (row) => (
        <span className="no-break">{row.last_seen ? moment(row.last_seen, language, shop.zone) : NONE}</span>
      ),
    },
    { key: "stage", label: t.stage, cell: (row) => labelOf(row.stage_label ?? {}, language, row.stage ?? NONE) },
  ];
  return <DataTable caption={t.title} columns={columns} rows={rows} rowKey={(row) => row.account} />;
}
