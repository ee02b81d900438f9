/** The button that sends a test event through the door that every source uses. */
import { Button, Stack, Text, Tooltip } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";

import { answered, client } from "../../../api/client";
import { queries } from "../../../api/queries";
import { reason } from "../../../components/States";
import { useLanguage, useTexts } from "../../../i18n/language";
import { useMay } from "../../../state/shop";
import { texts } from "./text";

export function TestEvent({ name }: { name: string }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const may = useMay("editor");
  const send = useMutation({
    mutationFn: () =>
      answered(client.POST("/api/shops/{shop}/live/test", { params: { path: { shop: name } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["sources", name] }),
  });
  if (!may) return null;
  return (
    <Stack gap={4} align="flex-end">
      <Tooltip label={t.testHint} multiline w={280}>
        <Button variant="default" loading={send.isPending} onClick={() => send.mutate()}>
          {t.test}
        </Button>
      </Tooltip>
      {send.isSuccess && (
        <Text size="sm" role="status">
          {t.testSent}
        </Text>
      )}
      {send.isError && (
        <Text size="sm" role="alert" c="red">
          {reason(send.error, text)}
        </Text>
      )}
    </Stack>
  );
}
