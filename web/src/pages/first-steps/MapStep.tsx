/** Step 4: the first map. Drawing it is the confirmation. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";

import { reason } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { useAddress } from "../../state/address";
import { confirm, type Steps } from "./steps";
import { texts } from "./text";

export function MapStep({ shop, steps }: { shop: string | undefined; steps: Steps }) {
  const { text } = useLanguage();
  const words = useTexts(texts);
  const { go } = useAddress();
  const draw = useMutation({
    mutationFn: (name: string) => confirm(name, { map: true }),
    onSuccess: () => go("/maps"),
  });
  if (shop === undefined || !steps.data) return <Alert variant="light">{words.waitData}</Alert>;
  return (
    <Stack gap="md">
      <Text maw={640}>{words.mapText}</Text>
      {draw.isError && (
        <Alert color="red" variant="light" role="alert" title={text.failed}>
          {reason(draw.error, text)}
        </Alert>
      )}
      <Group>
        <Button loading={draw.isPending} onClick={() => draw.mutate(shop)}>
          {steps.map ? words.seen : words.draw}
        </Button>
      </Group>
    </Stack>
  );
}
