/** How a file would be read, before anything goes in; everything guessed can be changed by clicking. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Refusal } from "../../api/client";
import { queries } from "../../api/queries";
import { Failed, Loading, reason } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { day, number } from "../../i18n/numbers";
import { one, useAddress } from "../../state/address";
import { ColumnsTable } from "./ColumnsTable";
import { Companies } from "./Companies";
import type { Brought } from "./companies";
import { EventsTable } from "./EventsTable";
import { FormChoices, Kinds } from "./FormChoices";
import { withRole } from "./roles";
import { texts } from "./text";
import { NO_WISH, type Preview, preview, start, type Upload, upload as uploadQuery, type Wish } from "./uploads";

type Props = {
  shop: string;
  upload: Upload;
  leave: () => void;
  discard: () => void;
  brought: (brought: Brought) => void;
};

export function MappingChoice({ shop, upload, leave, discard, brought }: Props) {
  const words = useTexts(texts);
  const { search, put } = useAddress();
  const companies = one(search, "content") === "accounts";
  const [wish, setWish] = useState<Wish>({ ...NO_WISH, ...upload.wish });
  const query = useQuery({ ...preview(shop, upload.id, wish), enabled: !companies });
  const out = (
    <Group>
      <Button variant="default" onClick={discard}>
        {words.discard}
      </Button>
      <Button variant="subtle" onClick={leave}>
        {words.otherFile}
      </Button>
    </Group>
  );
  if (companies)
    return (
      <Companies
        shop={shop}
        upload={upload}
        kinds={
          <Group>
            <Kinds
              kind="accounts"
              choose={(kind) => {
                if (kind !== "accounts") setWish({ ...NO_WISH, kind });
                put({ content: kind === "accounts" ? kind : undefined });
              }}
            />
          </Group>
        }
        out={out}
        done={brought}
      />
    );
  if (query.data === undefined && query.isError)
    return (
      <Stack>
        <WrongFile error={query.error} retry={() => void query.refetch()} />
        {out}
      </Stack>
    );
  if (query.data === undefined) return <Loading label={words.reading} />;
  return (
    <Stack gap="lg" aria-busy={query.isFetching}>
      <Facts upload={upload} shown={query.data} />
      {query.isError && <WrongFile error={query.error} retry={() => void query.refetch()} />}
      <FormChoices
        shown={query.data.seen}
        wish={wish}
        change={setWish}
        companies={() => put({ content: "accounts" })}
      />
      <Trouble shown={query.data} />
      <ColumnsTable
        seen={query.data.seen}
        kind={wish.kind}
        onRole={(name, role) =>
          setWish((before) => withRole(before, query.data.seen.columns, name, role))
        }
      />
      <EventsTable seen={query.data.seen} />
      <Bottom shop={shop} upload={upload} shown={query.data} wish={wish} busy={query.isFetching} />
      {out}
    </Stack>
  );
}

function Bottom(props: { shop: string; upload: Upload; shown: Preview; wish: Wish; busy: boolean }) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const { shop, upload, shown, wish } = props;
  const { known, seen } = shown;
  const begin = useMutation({
    // A template that was only recognised is said now, so that a repetition means the same.
    mutationFn: () => start(shop, upload.id, { ...wish, template: seen.template }),
    onSuccess: (told) => queries.setQueryData(uploadQuery(shop, upload.id).queryKey, told),
  });
  const closed = known !== null && (!known.same_mapping || known.finished_at !== null);
  return (
    <Stack gap="sm">
      {known !== null && (
        <Alert variant="light" title={words.known}>
          {known.same_mapping && known.finished_at === null
            ? fill(words.knownBroken, { rows: number(known.rows_done, language) })
            : fill(known.same_mapping ? words.knownSame : words.knownOther, {
                day: day(known.started_at.slice(0, 10), language),
              })}
        </Alert>
      )}
      {begin.isError && (
        <Alert color="red" variant="light" role="alert" title={text.failed}>
          {reason(begin.error, text)}
        </Alert>
      )}
      {!closed && (
        <Group>
          <Button
            size="md"
            onClick={() => begin.mutate()}
            loading={begin.isPending}
            disabled={props.busy || seen.trouble !== null || seen.currency_needed}
          >
            {words.import}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Facts({ upload, shown }: { upload: Upload; shown: Preview }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { seen } = shown;
  const facts = [
    words.formats[seen.format] ?? seen.format,
    words.delimiters[seen.delimiter],
    seen.format === "parquet" ? undefined : (words.encodings[seen.encoding] ?? seen.encoding),
    seen.zipped ? words.zipped : undefined,
    seen.rows === null ? undefined : fill(words.about, { count: number(seen.rows, language) }),
  ];
  return (
    <div>
      <Text fw={600} size="lg">
        {upload.name}
      </Text>
      <Text c="var(--quiet)" data-facts>
        {words.recognised}: {facts.filter(Boolean).join(" · ")}
      </Text>
    </div>
  );
}

/** What keeps the file from coming in, in the person's language where the field is known. */
function Trouble({ shown }: { shown: Preview }) {
  const words = useTexts(texts);
  const { trouble, currency_needed: missing } = shown.seen;
  if (trouble === null && !missing) return null;
  const field = trouble?.field ?? "currency";
  const said = words.troubles[field];
  return (
    <Alert color="yellow" variant="light" role="status" title={words.trouble}>
      {said ?? `${trouble?.detail} ${trouble?.next_step}`}
    </Alert>
  );
}

/** A file that cannot be read at all: what it is, and what to do. */
function WrongFile({ error, retry }: { error: unknown; retry: () => void }) {
  const words = useTexts(texts);
  if (!(error instanceof Refusal) || error.status !== 400) return <Failed error={error} retry={retry} />;
  const said = words.problems[error.code];
  return (
    <Alert color="red" variant="light" role="alert" title={words.wrongFile}>
      {said ?? `${error.message} ${error.nextStep}`}
    </Alert>
  );
}
