/** How to connect: a way, a key, and the code to copy. */
import { Group, NativeSelect, Stack, Text } from "@mantine/core";

import { CodeBlock } from "../../../components/Copy";
import { useTexts } from "../../../i18n/language";
import { one, useAddress } from "../../../state/address";
import type { WriteKey } from "../queries";
import { isForServers, snippet, type Way, WAYS } from "./snippets";
import { texts } from "./text";

export function Snippets({ list }: { list: WriteKey[] }) {
  const t = useTexts(texts);
  const { search, put } = useAddress();
  const asked = one(search, "way");
  const way: Way = WAYS.find((known) => known === asked) ?? "tracker";
  const browsers = list.filter((key) => key.kind === "browser" && key.revoked_at === null);
  const secret = `s.${list[0]?.key.split(".")[1] ?? "SHOP"}.…`;
  const chosen = one(search, "key");
  const known = browsers.find((key) => key.key === chosen) ?? browsers[0];
  const key = isForServers(way) ? secret : (known?.key ?? "b.SHOP.…");
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={t.way}
          value={way}
          onChange={(event) => put({ way: event.currentTarget.value })}
          data={WAYS.map((value) => ({ value, label: t.ways[value] }))}
        />
        <NativeSelect
          label={t.withKey}
          value={isForServers(way) ? secret : (known?.key ?? "")}
          disabled={isForServers(way)}
          onChange={(event) => put({ key: event.currentTarget.value })}
          data={
            isForServers(way)
              ? [{ value: secret, label: t.serverKey }]
              : browsers.map((one) => ({ value: one.key, label: one.name }))
          }
        />
      </Group>
      <Text size="sm" maw="76ch">
        {t.wayHints[way]}
      </Text>
      <CodeBlock code={snippet(way, window.location.origin, key)} label={t.ways[way]} />
    </Stack>
  );
}
