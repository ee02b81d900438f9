/** Deciding: what a wish would change is said before; it needs a reason; afterwards it is said what changed. */
import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Modal.css";

import { Alert, Button, Group, List, Modal, Stack, Text, Textarea } from "@mantine/core";
import "@mantine/core/styles/List.css";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { forgetAnswers } from "../../api/queries";
import { Asked, reason as refusal } from "../../components/States";
import { fill, type Language, useLanguage, useTexts } from "../../i18n/language";
import { money, number } from "../../i18n/numbers";
import { useReady } from "../../state/shop";
import { decided, type Effect, tried, type Wish } from "./ask";
import { texts } from "./text";

type Props = {
  /** What is asked for; nothing while nobody asks. */
  wish: Wish | undefined;
  /** What the button does, in words. */
  title: string;
  close: () => void;
  done: (person: number, effect: Effect) => void;
};

export function Deciding({ wish, title, close, done }: Props) {
  const { text } = useLanguage();
  return (
    <Modal opened={wish !== undefined} onClose={close} title={title} size="lg" closeButtonProps={{ "aria-label": text.close }}>
      {wish && <Form wish={wish} title={title} close={close} done={done} />}
    </Modal>
  );
}

function Form({ wish, title, close, done }: Props & { wish: Wish }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const { name } = useReady();
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState(false);
  const effect = useQuery({ ...tried(name, wish), staleTime: 0 });
  const deciding = useMutation({
    mutationFn: () => decided(name, wish, why),
    onSuccess: async (answer) => {
      await forgetAnswers(name);
      done(answer.person, answer.effect);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (why.trim()) deciding.mutate();
        else setMissing(true);
      }}
    >
      <Stack gap="md">
        <Asked query={effect}>{(found) => <Change effect={found} />}</Asked>
        <Textarea
          label={t.reason}
          description={t.reasonHint}
          value={why}
          onChange={(event) => {
            setWhy(event.currentTarget.value);
            setMissing(false);
          }}
          error={missing ? t.noReason : undefined}
          data-autofocus
          autosize
        />
        {deciding.isError && (
          <Alert color="red" variant="light" role="alert">
            {refusal(deciding.error, text)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t.cancel}
          </Button>
          <Button type="submit" loading={deciding.isPending} disabled={effect.isError}>
            {title}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The people concerned before and after. */
function Change({ effect }: { effect: Effect }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const sides: [string, Effect["before"]][] = [
    [t.before, effect.before],
    [t.after, effect.after],
  ];
  return (
    <Stack gap="xs" data-effect>
      <Text>{effect.sentences[language]}</Text>
      {sides.map(([label, people]) =>
        people.length > 0 ? (
          <div key={label}>
            <Text fw={600} size="sm">
              {label}
            </Text>
            <List size="sm">
              {people.map((one) => (
                <List.Item key={one.person}>{said(one, effect.currency, language, t)}</List.Item>
              ))}
            </List>
          </div>
        ) : null,
      )}
    </Stack>
  );
}

type Texts = (typeof texts)["de"];

function said(one: Effect["before"][number], currency: string, language: Language, t: Texts): string {
  const counted = (count: number, single: string, many: string) =>
    count === 1 ? single : fill(many, { count: number(count, language) });
  return fill(t.onePerson, {
    person: one.known ?? t.kinds[one.known_by] ?? "",
    keys: fill(t.keysCount, { count: number(one.keys, language) }),
    visits: counted(one.visits, t.visit, t.visits),
    journeys: counted(one.journeys, t.journey, t.journeysCount),
    orders: counted(one.orders, t.order, t.orders),
    value: money(Number(one.value), currency, language, 2),
  });
}
