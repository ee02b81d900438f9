/** A file of companies before it comes in: its columns, what they are taken for, its first rows. */
import { Alert, Button, Group, NativeSelect, ScrollArea, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { forgetAnswers, queries } from "../../api/queries";
import { Section } from "../../components/Page";
import { Failed, Loading, reason } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import "./import.css";
import {
  bringCompanies,
  type Brought,
  companiesSeen,
  companyFields,
  type Meanings,
  type Seen,
  withMeaning,
} from "./companies";
import { texts } from "./companyTexts";
import { type Upload, uploads } from "./uploads";

type Props = { shop: string; upload: Upload; kinds: ReactNode; out: ReactNode; done: (brought: Brought) => void };

export function Companies({ shop, upload, kinds, out, done }: Props) {
  const t = useTexts(texts);
  const { text, language } = useLanguage();
  const [columns, setColumns] = useState<Meanings>({});
  const query = useQuery(companiesSeen(shop, upload.id, columns));
  const bringing = useMutation({
    mutationFn: () => bringCompanies(shop, upload.id, columns),
    onSuccess: async (brought) => {
      done(brought);
      void queries.invalidateQueries(uploads(shop));
      await forgetAnswers(shop);
    },
  });
  const seen = query.data;
  return (
    <Stack gap="lg" aria-busy={query.isFetching} data-companies>
      <div>
        <Text fw={600} size="lg">
          {upload.name}
        </Text>
        {seen && (
          <Text c="var(--quiet)" data-facts>
            {fill(t.facts, { rows: number(seen.rows, language), accounts: number(seen.accounts, language) })}
          </Text>
        )}
      </div>
      {kinds}
      {query.isPending && <Loading />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {seen && (
        <>
          {!seen.complete && (
            <Alert color="yellow" variant="light" role="status">
              {t.missing}
            </Alert>
          )}
          <Columns
            shop={shop}
            seen={seen}
            choose={(name, means) => setColumns((before) => withMeaning(before, seen.columns, name, means))}
          />
          {bringing.isError && (
            <Alert color="red" variant="light" role="alert" title={text.failed}>
              {reason(bringing.error, text)}
            </Alert>
          )}
          <Group>
            <Button
              size="md"
              loading={bringing.isPending}
              disabled={query.isFetching || query.isError || !seen.complete}
              onClick={() => bringing.mutate()}
            >
              {t.bring}
            </Button>
          </Group>
        </>
      )}
      {out}
    </Stack>
  );
}

type ColumnsProps = { shop: string; seen: Seen; choose: (name: string, means: string) => void };

function Columns({ shop, seen, choose }: ColumnsProps) {
  const t = useTexts(texts);
  return (
    <Section title={t.columns}>
      <Text c="var(--quiet)">{t.columnsHint}</Text>
      <ScrollArea
        type="auto"
        className="table-scroll"
        viewportProps={{ tabIndex: 0, "aria-label": t.columns, role: "region" }}
      >
        <Table className="columns-table" aria-label={t.columns}>
          <Table.Thead>
            <Table.Tr>
              {seen.columns.map((column) => (
                <Table.Th key={column.name} scope="col">
                  <Head shop={shop} column={column} choose={choose} />
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {seen.first_rows.map((row, place) => (
              // The rows of a file have no key but their place.
              <Table.Tr key={place}>
                {seen.columns.map((column, at) => (
                  <Table.Td key={column.name} data-role={column.means}>
                    {row[at]}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </Section>
  );
}

type HeadProps = { shop: string; column: Seen["columns"][number]; choose: ColumnsProps["choose"] };

function Head({ shop, column, choose }: HeadProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const fields = useQuery(companyFields(shop)).data ?? [];
  const known = fields.map((one) => ({ value: one.field, label: labelOf(one.label, language, one.field) }));
  const parts = Object.entries(t.parts).map(([value, label]) => ({ value, label }));
  const own = [...new Set([column.name, column.means])].filter(
    (name) => ![...known, ...parts].some((one) => one.value === name),
  );
  return (
    <>
      <Text fw={600} size="sm">
        {column.name}
      </Text>
      <NativeSelect
        size="xs"
        aria-label={fill(t.thisColumn, { name: column.name })}
        value={column.means}
        data={[
          { group: t.groups.whose, items: parts },
          { group: t.groups.known, items: known },
          ...(own.length > 0 ? [{ group: t.groups.own, items: own }] : []),
        ]}
        onChange={(event) => choose(column.name, event.currentTarget.value)}
      />
      <Text size="xs" fw={400} c="var(--quiet)" mih={20}>
        {column.guessed && <span className="guess">{t.guessed}</span>}
      </Text>
    </>
  );
}
