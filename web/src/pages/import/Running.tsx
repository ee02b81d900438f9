/** An import that runs: how far it is, how fast, how long still. It goes on without this page. */
import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import "@mantine/core/styles/Progress.css";
import { useMutation } from "@tanstack/react-query";

import { queries } from "../../api/queries";
import { reason } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number, span } from "../../i18n/numbers";
import "./import.css";
import { texts } from "./text";
import { stop, type Upload, upload as uploadQuery } from "./uploads";

export function Running({ shop, upload, error }: { shop: string; upload: Upload; error: unknown }) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const end = useMutation({
    mutationFn: () => stop(shop, upload.id),
    onSuccess: (told) => queries.setQueryData(uploadQuery(shop, upload.id).queryKey, told),
  });
  const { rows_done: done, rows_total: all, rate, seconds_left: left, rejected } = upload.progress;
  const name = fill(words.running, { name: upload.name });
  const facts = [
    all ? fill(words.rowsOf, { done: number(done, language), all: number(all, language) }) : undefined,
    rate ? fill(words.rate, { rate: number(Math.round(rate), language) }) : undefined,
    left === null || left === undefined ? undefined : fill(words.left, { time: span(Math.ceil(left), language) }),
    rejected > 0 ? fill(words.rejected, { count: number(rejected, language) }) : undefined,
  ];
  return (
    <Stack className="card" gap="sm" data-state="running">
      <Text fw={600}>{name}</Text>
      <Progress value={all ? (100 * done) / all : 0} animated aria-label={name} />
      <Text c="var(--quiet)">{done > 0 ? facts.filter(Boolean).join(" · ") : words.waiting}</Text>
      <Text>{words.stays}</Text>
      {(error !== null || end.isError) && (
        <Alert color="red" variant="light" role="alert" title={text.failed}>
          {reason(error ?? end.error, text)}
        </Alert>
      )}
      <Group>
        <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
          {words.stop}
        </Button>
      </Group>
    </Stack>
  );
}
