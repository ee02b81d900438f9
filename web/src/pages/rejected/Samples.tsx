/** Examples of what was not kept: what was wrong, and the event as it was sent, personal values masked. */
import { NativeSelect, Stack, Text } from "@mantine/core";

import type { Schemas } from "../../api/client";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { moment } from "../../i18n/numbers";
import { useAddress } from "../../state/address";
import { useZone } from "../../state/shop";
import { texts } from "./text";

type Reason = Schemas["RejectedReason"];
type Sample = Schemas["RejectedEvent"];
type Props = { reasons: readonly Reason[]; samples: readonly Sample[]; reason: string };

export function Samples({ reasons, samples, reason }: Props) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { put } = useAddress();
  const chosen = reasons.find((known) => known.reason === reason);
  const choices = reasons.map((known) => ({
    value: known.reason,
    label: labelOf(known.label, language, known.reason),
  }));
  return (
    <Stack gap="sm">
      <NativeSelect
        label={t.reason}
        value={reason}
        onChange={(event) => put({ reason: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: t.anyReason },
          ...choices,
          ...(reason !== "" && chosen === undefined ? [{ value: reason, label: reason }] : []),
        ]}
        maw={360}
      />
      {samples.length === 0 && <Text>{chosen?.sampled === false ? t.noSamplesKept : t.noSamples}</Text>}
      <ul className="rejected-samples">
        {samples.map((sample, place) => (
          <One key={`${sample.received_at} ${place}`} sample={sample} reasons={reasons} />
        ))}
      </ul>
    </Stack>
  );
}

function One({ sample, reasons }: { sample: Sample; reasons: readonly Reason[] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const zone = useZone();
  const said = labelOf(sample.message, language, "");
  const known = reasons.find((reason) => reason.reason === sample.reason);
  const content = typeof sample.sample === "string" ? sample.sample : JSON.stringify(sample.sample, null, 2);
  return (
    <li className="card" data-sample={sample.reason}>
      <Text fw={600}>{labelOf(known?.label, language, sample.reason)}</Text>
      <Text size="sm" c="var(--quiet)">
        {fill(t.at, { moment: moment(sample.received_at, language, zone), source: sample.source || t.unknown })}
      </Text>
      {(sample.field !== "" || said !== "") && (
        <Text className="rejected-told">
          {sample.field === "" ? t.toldPlain : fill(t.told, { field: sample.field })} <q>{said}</q>
        </Text>
      )}
      <pre tabIndex={0} aria-label={t.samples}>
        {content}
      </pre>
    </li>
  );
}
