/** Step 3: what each event name was taken for; guesses are confirmed at once, or changed one by one. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";

import { eventWords } from "../../api/queries";
import { DataTable } from "../../components/DataTable";
import { Asked, reason } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { PAGES } from "../../pages";
import { useAddress } from "../../state/address";
import { confirmWords, type Steps, touchpoints } from "./steps";
import { texts } from "./text";

type Props = { shop: string | undefined; steps: Steps; onDone: () => void };

export function WordsStep({ shop, steps, onDone }: Props) {
  const words = useTexts(texts);
  if (shop === undefined || !steps.data) return <Alert variant="light">{words.waitData}</Alert>;
  return <Words shop={shop} steps={steps} onDone={onDone} />;
}

function Words({ shop, steps, onDone }: { shop: string; steps: Steps; onDone: () => void }) {
  const { text } = useLanguage();
  const words = useTexts(texts);
  const { go } = useAddress();
  const keep = useMutation({ mutationFn: () => confirmWords(shop), onSuccess: onDone });
  const { guesses, names } = steps;
  return (
    <Stack gap="md">
      <Text>
        {guesses === 0
          ? fill(words.allKnown, { count: names })
          : fill(words.guesses, { guesses, names })}
      </Text>
      <Table shop={shop} />
      {keep.isError && (
        <Alert color="red" variant="light" role="alert" title={text.failed}>
          {reason(keep.error, text)}
        </Alert>
      )}
      <Group>
        <Button loading={keep.isPending} onClick={() => keep.mutate()}>
          {words.confirmAll}
        </Button>
        {PAGES.some((page) => page.path === "/mapping") && (
          <Button variant="default" onClick={() => go("/mapping")}>
            {words.single}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Table({ shop }: { shop: string }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const known = useQuery(eventWords(shop));
  const places = useQuery(touchpoints(shop));
  const nameOf = (key: string) =>
    labelOf(places.data?.find((one) => one.key === key)?.name, language, key || "–");
  return (
    <Asked query={known}>
      {(rows) => (
        <DataTable
          caption={words.steps.words}
          rows={rows}
          rowKey={(row) => row.name}
          columns={[
            { key: "name", label: words.eventName, cell: (row) => row.name, by: (row) => row.name },
            {
              key: "meaning",
              label: words.meaning,
              cell: (row) => labelOf(row.label, language, row.meaning),
            },
            { key: "touchpoint", label: words.touchpoint, cell: (row) => nameOf(row.touchpoint) },
            {
              key: "origin",
              label: words.origin,
              by: (row) => row.origin,
              cell: (row) => (
                <span className={row.origin === "guessed" ? "guess" : ""}>
                  {words.origins[row.origin] ?? row.origin}
                </span>
              ),
            },
          ]}
        />
      )}
    </Asked>
  );
}
