/** The form that makes a link: name, target, where it stands; campaign and coupon code if wanted. */
import { Alert, Button, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";

import { Refusal } from "../../api/client";
import { reason } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { type Medium, useMakeLink, type Wish } from "./ask";
import { texts } from "./text";

const BLANK = { name: "", target: "", campaign: "", code: "" };

export function Maker({ name, media }: { name: string; media: Medium[] }) {
  const t = useTexts(texts);
  const { text, language } = useLanguage();
  const make = useMakeLink(name);
  const [medium, setMedium] = useState(media[0]?.medium ?? "");
  const [wish, setWish] = useState(BLANK);
  const chosen = media.find((one) => one.medium === medium);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const whole: Wish = { ...wish, medium };
    make.mutate(whole, { onSuccess: () => setWish({ ...BLANK, target: wish.target }) });
  };
  const field = make.error instanceof Refusal ? make.error.field : "";
  const input = (key: keyof typeof BLANK) => ({
    label: t[key],
    value: wish[key],
    error: field === key,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setWish((before) => ({ ...before, [key]: value }));
    },
  });
  return (
    <form onSubmit={submit} className="card" data-maker>
      <Stack gap="sm">
        <div className="maker-fields">
          <TextInput {...input("name")} required withAsterisk={false} maxLength={80} placeholder={t.namePlaceholder} />
          <TextInput {...input("target")} required withAsterisk={false} type="url" placeholder={t.targetPlaceholder} />
          <NativeSelect
            label={t.medium}
            value={medium}
            onChange={(event) => setMedium(event.currentTarget.value)}
            data={media.map((one) => ({ value: one.medium, label: labelOf(one.label, language, one.medium) }))}
            description={chosen && describe(chosen)}
            inputWrapperOrder={["label", "input", "description"]}
          />
          <TextInput
            {...input("campaign")}
            maxLength={80}
            description={t.campaignHint}
            inputWrapperOrder={["label", "input", "description"]}
          />
          <TextInput
            {...input("code")}
            maxLength={40}
            description={t.codeHint}
            inputWrapperOrder={["label", "input", "description"]}
          />
        </div>
        {make.isError && (
          <Alert color="red" variant="light" role="alert">
            {reason(make.error, text)}
          </Alert>
        )}
        {make.isSuccess && <Text aria-live="polite">{fill(t.done, { name: make.data.name })}</Text>}
        <Button type="submit" loading={make.isPending} w="fit-content">
          {t.make}
        </Button>
      </Stack>
    </form>
  );

  function describe(one: Medium): string {
    const channel = labelOf(one.channel_label, language, one.channel);
    return fill(t.mediumHint, { channel: one.certain ? channel : `${channel} (${t.uncertain})` });
  }
}
