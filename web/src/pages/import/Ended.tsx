/** What came of an import: done, stopped or failed, each with the next step. */
import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";

import { queries } from "../../api/queries";
import { reason } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { PAGES } from "../../pages";
import { useAddress } from "../../state/address";
import "./import.css";
import { texts } from "./text";
import { rejectsAddress, start, type Upload, upload as uploadQuery } from "./uploads";

type Props = {
  shop: string;
  upload: Upload;
  leave: () => void;
  discard: () => void;
  remap: () => void;
};

export function Ended(props: Props) {
  const { upload } = props;
  if (upload.state === "finished") return <Finished {...props} />;
  return <Unfinished {...props} />;
}

function Finished({ shop, upload, leave }: Props) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { go, path } = useAddress();
  const { report } = upload;
  const count = (value: number | undefined) => number(value ?? 0, language);
  const lines = [
    report?.already
      ? words.alreadyText
      : fill(upload.wish?.kind === "advertising" ? words.finishedAdvertising : words.finishedText, {
          events: count(report?.events),
          rows: count(report?.rows),
        }),
    report?.known ? fill(words.keptKnown, { count: count(report.known) }) : "",
  ];
  // Who is on the first steps stays on them.
  const mapping = path !== "/first-steps" && PAGES.some((page) => page.path === "/mapping");
  return (
    <Stack className="card" gap="sm" data-state="finished">
      <Text fw={600} size="lg" role="status">
        {fill(words.finished, { name: upload.name })}
      </Text>
      <Text>{lines.filter(Boolean).join(" ")}</Text>
      {report && <Rejected shop={shop} upload={upload} report={report} />}
      <Group>
        <Button onClick={() => go("/maps")}>{words.seeJourneys}</Button>
        <Button
          variant="default"
          onClick={() => (mapping ? go("/mapping") : go("/first-steps", { step: "words" }))}
        >
          {words.checkWords}
        </Button>
        <Button variant="subtle" onClick={leave}>
          {words.another}
        </Button>
      </Group>
    </Stack>
  );
}

type Report = NonNullable<Upload["report"]>;

function Rejected({ shop, upload, report }: { shop: string; upload: Upload; report: Report }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const reasons = Object.entries(report.rejected ?? {});
  if (reasons.length === 0) return null;
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  return (
    <Group gap="xs">
      <Text>
        {fill(words.rejectedText, {
          count: number(total, language),
          reasons: reasons.map(([why, count]) => `${number(count, language)} × ${why}`).join(", "),
        })}
      </Text>
      <Anchor href={rejectsAddress(shop, upload.id)} download>
        {words.saveRejects}
      </Anchor>
    </Group>
  );
}

function Unfinished({ shop, upload, leave, discard, remap }: Props) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const again = useMutation({
    mutationFn: () => start(shop, upload.id, null),
    onSuccess: (told) => queries.setQueryData(uploadQuery(shop, upload.id).queryKey, told),
  });
  const failed = upload.state === "failed";
  const { problem } = upload;
  const said = words.problems[problem?.code ?? ""];
  return (
    <Stack className="card" gap="sm" data-state={upload.state}>
      <Text fw={600}>{upload.name}</Text>
      <Alert
        variant="light"
        color={failed ? "red" : "blue"}
        role={failed ? "alert" : "status"}
        title={failed ? words.failed : words.stopped}
      >
        {failed
          ? (said ?? `${problem?.detail ?? ""} ${problem?.next_step ?? ""}`)
          : fill(words.stoppedText, { rows: number(upload.progress.rows_done, language) })}
      </Alert>
      {again.isError && (
        <Alert color="red" variant="light" role="alert" title={text.failed}>
          {reason(again.error, text)}
        </Alert>
      )}
      <Group>
        <Button loading={again.isPending} onClick={() => again.mutate()}>
          {failed ? words.tryAgain : words.resume}
        </Button>
        {failed && (
          <Button variant="default" onClick={remap}>
            {words.columns}
          </Button>
        )}
        <Button variant="default" onClick={discard}>
          {words.discard}
        </Button>
        <Button variant="subtle" onClick={leave}>
          {words.otherFile}
        </Button>
      </Group>
    </Stack>
  );
}
