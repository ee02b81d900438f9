/** In the demo: a button that lets customers walk through the shop, so that something arrives. */
import { Button, Stack, Text, Tooltip } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { useTexts } from "../../i18n/language";
import { useMay, useShop } from "../../state/shop";
import { writeKeys } from "../sources/queries";
import { texts } from "./text";
import { walk } from "./walk";

export function Walk({ name }: { name: string }) {
  const t = useTexts(texts);
  const demo = useShop().data?.demo ?? false;
  const may = useMay("editor");
  const keys = useQuery({ ...writeKeys(name), enabled: demo });
  const key = keys.data?.find((one) => one.kind === "browser" && one.revoked_at === null)?.key;
  const running = useRef(new AbortController());
  const go = useMutation({
    mutationFn: () => {
      running.current = new AbortController();
      return walk(key ?? "", t.walkStaff, running.current.signal);
    },
  });
  // Who leaves the page ends it.
  useEffect(() => () => running.current.abort(), []);
  if (!demo || !may || key === undefined) return null;
  return (
    <Stack gap={4} align="flex-end">
      <Tooltip label={t.walkHint} multiline w={300}>
        {go.isPending ? (
          <Button variant="default" onClick={() => running.current.abort()}>
            {t.walkStop}
          </Button>
        ) : (
          <Button onClick={() => go.mutate()}>{t.walk}</Button>
        )}
      </Tooltip>
      {go.isError && !running.current.signal.aborted && (
        <Text size="sm" role="alert" c="red">
          {t.walkFailed}
        </Text>
      )}
    </Stack>
  );
}
