/** Who changed which setting, when, from what to what: the newest first. */
import { Button, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Column, DataTable } from "../../components/DataTable";
import { Asked } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { moment } from "../../i18n/numbers";
import { useZone } from "../../state/shop";
import { type SettingChange, settingChanges } from "./ask";
import { texts } from "./text";

const FEW = 20;
const MOST = 1000;

export function SettingHistory({ name }: { name: string }) {
  const t = useTexts(texts);
  const { language, text } = useLanguage();
  const zone = useZone();
  const [limit, setLimit] = useState(FEW);
  const query = useQuery(settingChanges(name, limit));
  const columns: Column<SettingChange>[] = [
    { key: "at", label: t.when, cell: (one) => moment(one.at, language, zone) },
    { key: "by", label: t.who, cell: (one) => (one.by === "command line" ? text.commandLine : one.by) },
    { key: "what", label: t.whatChanged, cell: (one) => one.sentences[language] },
  ];
  return (
    <Asked query={query}>
      {(page) =>
        page.changes.length === 0 ? (
          <Text c="var(--quiet)">{t.noSettingChanges}</Text>
        ) : (
          <Stack gap="sm">
            <DataTable caption={t.settingChanges} columns={columns} rows={page.changes} rowKey={(one) => String(one.id)} />
            {page.next !== null && limit < MOST && (
              <Button variant="default" w="fit-content" onClick={() => setLimit((before) => Math.min(MOST, before * 3))}>
                {text.showMore}
              </Button>
            )}
          </Stack>
        )
      }
    </Asked>
  );
}
