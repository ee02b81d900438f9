/** The demo made new: asked twice, shown while it runs, and back to the overview when it is done. */
import "@mantine/core/styles/Progress.css";

import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { answered, client } from "../../api/client";
import { forgetAnswers } from "../../api/queries";
import { Section } from "../../components/Page";
import { Failed } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { texts } from "./text";

const RUNNING = ["making", "cutting"];

export function Reset() {
  const { text } = useLanguage();
  const t = useTexts(texts);
  const { name } = useReady();
  const { go } = useAddress();
  const [sure, setSure] = useState(false);
  const path = { params: { path: { shop: name } } };
  const start = useMutation({
    mutationFn: () => answered(client.POST("/api/shops/{shop}/demo/reset", path)),
    onSuccess: () => setSure(false),
  });
  const state = useQuery({
    queryKey: ["demo", name, start.submittedAt],
    queryFn: () => answered(client.GET("/api/shops/{shop}/demo", path)),
    refetchInterval: (query) => (RUNNING.includes(query.state.data?.step ?? "") ? 1_000 : false),
  });
  const step = state.data?.step;
  const begun = start.isSuccess;
  useEffect(() => {
    if (!begun || step !== "done") return;
    void forgetAnswers(name).then(() => go("/"));
  }, [begun, step, name, go]);
  return (
    <Section title={t.reset}>
      <Stack gap="xs" align="flex-start" maw={560}>
        <Text>{t.resetHint}</Text>
        {start.isError && <Failed error={start.error} retry={() => start.mutate()} />}
        {step === "failed" && <Text role="alert">{t.resetFailed}</Text>}
        {step !== undefined && RUNNING.includes(step) ? (
          <Stack gap={4} w="100%" role="status" data-reset={step}>
            <Text size="sm">{step === "making" ? t.making : t.cutting}</Text>
            <Progress value={100 * (state.data?.share ?? 0)} animated aria-label={t.reset} />
          </Stack>
        ) : sure ? (
          <Group>
            <Button loading={start.isPending} onClick={() => start.mutate()}>
              {t.resetNow}
            </Button>
            <Button variant="default" onClick={() => setSure(false)}>
              {text.cancel}
            </Button>
          </Group>
        ) : (
          <Button variant="default" onClick={() => setSure(true)}>
            {t.reset}
          </Button>
        )}
      </Stack>
    </Section>
  );
}
