/** What came in before, by browser or command, and what is not finished yet. */
import { Anchor, Button, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import type { Schemas } from "../../api/client";
import { DataTable } from "../../components/DataTable";
import { Section } from "../../components/Page";
import { Asked } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { day, number } from "../../i18n/numbers";
import { useAddress } from "../../state/address";
import { texts } from "./text";
import { imports, rejectsAddress, uploads, type Upload } from "./uploads";

type Done = {
  key: string;
  name: string;
  began: string;
  finished: boolean;
  events: number | null;
  rejected: number;
  upload: Upload | undefined;
};

export function Past({ shop }: { shop: string }) {
  const words = useTexts(texts);
  const came = useQuery(imports(shop));
  const kept = useQuery(uploads(shop));
  return (
    <Stack gap="xl">
      <Open uploads={(kept.data ?? []).filter((one) => one.state !== "finished")} />
      <Section title={words.past}>
        <Asked query={came}>
          {(records) =>
            records.length === 0 ? (
              <Text c="var(--quiet)">{words.nonePast}</Text>
            ) : (
              <Table shop={shop} rows={records.map((one) => doneOf(one, kept.data ?? [])).reverse()} />
            )
          }
        </Asked>
      </Section>
    </Stack>
  );
}

function Open({ uploads: open }: { uploads: Upload[] }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { put } = useAddress();
  if (open.length === 0) return null;
  return (
    <Section title={words.open}>
      <DataTable
        caption={words.open}
        rows={open}
        rowKey={(one) => one.id}
        columns={[
          { key: "name", label: words.file, cell: (one) => one.name },
          { key: "day", label: words.day, cell: (one) => day(one.created_at.slice(0, 10), language) },
          { key: "state", label: words.state, cell: (one) => words.states[one.state] },
          {
            key: "open",
            label: "",
            cell: (one) => (
              <Button variant="subtle" size="compact-sm" onClick={() => put({ upload: one.id })}>
                {words.openUpload}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  );
}

function Table({ shop, rows }: { shop: string; rows: Done[] }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  return (
    <DataTable
      caption={words.past}
      rows={rows}
      rowKey={(one) => one.key}
      columns={[
        { key: "name", label: words.file, cell: (one) => one.name, by: (one) => one.name },
        {
          key: "day",
          label: words.day,
          cell: (one) => day(one.began.slice(0, 10), language),
          by: (one) => one.began,
        },
        { key: "state", label: words.state, cell: (one) => (one.finished ? words.done : words.broken) },
        {
          key: "events",
          label: words.eventCount,
          number: true,
          cell: (one) => (one.events === null ? "–" : number(one.events, language)),
          by: (one) => one.events,
        },
        {
          key: "rejected",
          label: words.rejectedCount,
          number: true,
          by: (one) => one.rejected,
          cell: (one) =>
            one.upload && one.rejected > 0 ? (
              <Anchor href={rejectsAddress(shop, one.upload.id)} download aria-label={words.saveRejects}>
                {number(one.rejected, language)}
              </Anchor>
            ) : (
              number(one.rejected, language)
            ),
        },
      ]}
    />
  );
}

/** An import as the shop remembers it, with the upload it came by while that is kept. */
function doneOf(record: Schemas["ImportRecord"], kept: readonly Upload[]): Done {
  const report = record.report === "" ? null : (JSON.parse(record.report) as Report);
  return {
    key: String(record.id),
    name: record.name,
    began: record.started_at,
    finished: record.finished_at !== null,
    events: report?.events ?? null,
    rejected: Object.values(report?.rejected ?? {}).reduce((sum, count) => sum + count, 0),
    upload: kept.find((one) => one.state === "finished" && one.name === record.name),
  };
}

type Report = { events?: number; rejected?: Record<string, number> };
