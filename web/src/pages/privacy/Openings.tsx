/** Who looked at the personal data of whom, and the receipts of those who were forgotten. */
import { Anchor, Button, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { type Column, DataTable } from "../../components/DataTable";
import { Asked } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { moment } from "../../i18n/numbers";
import { shared, useAddress } from "../../state/address";
import { useZone } from "../../state/shop";
import { type Opening, openings, receipts } from "./ask";
import { texts } from "./text";

export function Openings({ name }: { name: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const zone = useZone();
  const { search } = useAddress();
  const looked = useInfiniteQuery(openings(name));
  const columns: Column<Opening>[] = [
    { key: "at", label: t.when, cell: (one) => moment(one.opened_at, language, zone) },
    { key: "by", label: t.who, cell: (one) => one.opened_by },
    {
      key: "person",
      label: t.whom,
      cell: (one) => (
        <Anchor component={Link} to={`/people/${one.person}`} search={shared(search) as never}>
          {fill(t.personNumber, { number: String(one.person) })}
        </Anchor>
      ),
    },
  ];
  return (
    <Stack gap="md">
      <Asked query={looked}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.openings);
          if (rows.length === 0) return <Text c="var(--quiet)">{t.noOpenings}</Text>;
          return <DataTable caption={t.openings} columns={columns} rows={rows} rowKey={(one) => String(one.id)} />;
        }}
      </Asked>
      {looked.hasNextPage && (
        <Button variant="subtle" w="fit-content" loading={looked.isFetchingNextPage} onClick={() => looked.fetchNextPage()}>
          {t.olderOpenings}
        </Button>
      )}
      <Title order={3} size="h4">
        {t.receipts}
      </Title>
      <Receipts name={name} />
    </Stack>
  );
}

function Receipts({ name }: { name: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const zone = useZone();
  const query = useQuery(receipts(name));
  return (
    <Asked query={query}>
      {(found) =>
        found.length === 0 ? (
          <Text c="var(--quiet)">{t.nobodyForgotten}</Text>
        ) : (
          <ul className="privacy-receipts" aria-label={t.receipts}>
            {found.map((one) => (
              <li key={one.receipt}>
                <code>{one.receipt}</code>{" "}
                {fill(t.receiptLine, {
                  when: moment(one.at, language, zone),
                  by: one.by,
                  events: String(one.counts.events ?? 0),
                  orders: String(one.counts.orders_kept ?? 0),
                })}
              </li>
            ))}
          </ul>
        )
      }
    </Asked>
  );
}
