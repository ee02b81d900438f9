/** What came of a file of companies: how many, and the rows that were rejected with their reasons. */
import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { type Column, DataTable } from "../../components/DataTable";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import type { Brought } from "./companies";
import { texts } from "./companyTexts";

const SHOWN = 50;
type Row = Brought["rejected"][number];

export function CompaniesDone({ brought, close }: { brought: Brought; close: () => void }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { rejected } = brought;
  const count = (of: number) => number(of, language);
  return (
    <Stack gap="md" data-brought>
      <Alert variant="light" role="status">
        {fill(t.done, {
          name: brought.name,
          accounts: count(brought.accounts),
          values: count(brought.values),
          members: count(brought.members),
        })}
      </Alert>
      {rejected.length > 0 && (
        <>
          <Text fw={600}>{fill(t.rejected, { count: count(rejected.length) })}</Text>
          <DataTable caption={t.rejected} columns={columns(t)} rows={rejected.slice(0, SHOWN)} rowKey={(row) => String(row.row)} />
          {rejected.length > SHOWN && (
            <p className="hint">{fill(t.firstOnes, { shown: count(SHOWN), count: count(rejected.length) })}</p>
          )}
          <Anchor href={lines(rejected)} download={`${brought.name}.rejects.jsonl`}>
            {t.save}
          </Anchor>
        </>
      )}
      <Group>
        <Button component={Link} to="/accounts">
          {t.toAccounts}
        </Button>
        <Button variant="default" onClick={close}>
          {t.another}
        </Button>
      </Group>
    </Stack>
  );
}

function columns(t: (typeof texts)["de"]): Column<Row>[] {
  return [
    { key: "row", label: t.row, number: true, cell: (row) => row.row },
    { key: "why", label: t.why, cell: (row) => row.reason },
    { key: "content", label: t.stands, cell: (row) => Object.values(row.content).join(" · ") },
  ];
}

/** The rejected rows, one JSON object a line, as the terminal keeps them beside the file. */
function lines(rejected: Row[]): string {
  const text = rejected.map((row) => JSON.stringify(row)).join("\n");
  return `data:application/jsonl;charset=utf-8,${encodeURIComponent(`${text}\n`)}`;
}
