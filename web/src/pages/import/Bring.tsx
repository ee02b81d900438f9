/** A file's whole way in, wherever a page wants it: choosing, sending, mapping, importing, done. */
import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import "@mantine/core/styles/Progress.css";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import { Refusal } from "../../api/client";
import { forgetAnswers, queries } from "../../api/queries";
import { Asked, reason } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { percent } from "../../i18n/numbers";
import { one, useAddress } from "../../state/address";
import { CompaniesDone } from "./CompaniesDone";
import type { Brought } from "./companies";
import { Drop } from "./Drop";
import { Ended } from "./Ended";
import { MappingChoice } from "./MappingChoice";
import { Running } from "./Running";
import { size } from "./size";
import { texts } from "./text";
import { forget, send, upload, uploads, type Upload } from "./uploads";

type Sending = { file: File; upload?: Upload; error?: unknown };

export function Bring({ shop, onDone }: { shop: string; onDone?: () => void }) {
  const { search, put } = useAddress();
  const id = one(search, "upload");
  const [brought, setBrought] = useState<Brought>();
  const { sending, begin, pause } = useSending(shop, (known) => put({ upload: known.id }));
  if (sending && (sending.upload === undefined || sending.upload.state === "arriving"))
    return <Send sending={sending} pause={pause} again={() => begin(sending.file)} />;
  if (brought) return <CompaniesDone brought={brought} close={() => setBrought(undefined)} />;
  if (id === undefined) return <Drop onFile={begin} />;
  const taken = (companies: Brought) => {
    setBrought(companies);
    queries.removeQueries({ queryKey: ["upload", shop, id] });
    put({ upload: undefined });
  };
  return <Chosen key={id} shop={shop} id={id} onFile={begin} brought={taken} {...(onDone ? { onDone } : {})} />;
}

/** The sending of one file; it ends with the page, and goes on when the file is chosen again. */
function useSending(shop: string, onKnown: (upload: Upload) => void) {
  const [sending, setSending] = useState<Sending>();
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const begin = (file: File) => {
    abort.current?.abort();
    const control = new AbortController();
    abort.current = control;
    setSending({ file });
    send(shop, file, control.signal, (known) => {
      onKnown(known);
      queries.setQueryData(upload(shop, known.id).queryKey, known);
      setSending({ file, upload: known });
    })
      .then(() => queries.invalidateQueries(uploads(shop)))
      .catch((error: unknown) => {
        if (!control.signal.aborted) setSending((before) => ({ ...before, file, error }));
      });
  };
  const pause = () => {
    abort.current?.abort();
    setSending(undefined);
  };
  return { sending, begin, pause };
}

function Send(props: { sending: Sending; pause: () => void; again: () => void }) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const { file, upload: known, error } = props.sending;
  const received = known?.received ?? 0;
  const share = file.size > 0 ? received / file.size : 0;
  const name = fill(words.sending, { name: file.name });
  const code = error instanceof Refusal ? error.code : "";
  return (
    <Stack className="card" gap="sm">
      <Text fw={600}>{name}</Text>
      <Progress value={100 * share} aria-label={name} />
      <Text c="var(--quiet)">
        {fill(words.sent, { done: size(received, language), all: size(file.size, language) })}
      </Text>
      {error !== undefined && (
        <Alert color="red" variant="light" role="alert" title={text.failed}>
          {words.problems[code] ?? reason(error, text)}
        </Alert>
      )}
      <Group>
        {error !== undefined && code !== "empty_file" && <Button onClick={props.again}>{words.goOn}</Button>}
        <Button variant="default" onClick={props.pause}>
          {words.pause}
        </Button>
      </Group>
    </Stack>
  );
}

type ChosenProps = {
  shop: string;
  id: string;
  onFile: (file: File) => void;
  brought: (brought: Brought) => void;
  onDone?: () => void;
};

function Chosen({ shop, id, onFile, brought, onDone }: ChosenProps) {
  const { put } = useAddress();
  const query = useQuery(upload(shop, id));
  const [remap, setRemap] = useState(false);
  const state = query.data?.state;
  const before = useRef(state);
  useEffect(() => {
    if (before.current === "running" && state === "finished")
      void forgetAnswers(shop).then(() => onDone?.());
    if (before.current !== state) void queries.invalidateQueries({ queryKey: ["imports", shop] });
    before.current = state;
  }, [state, shop, onDone]);
  const leave = () => put({ upload: undefined });
  const discard = () =>
    void forget(shop, id).then(() => {
      queries.removeQueries({ queryKey: ["upload", shop, id] });
      void queries.invalidateQueries(uploads(shop));
      leave();
    });
  const way = { shop, leave, discard };
  return (
    <Asked query={query}>
      {(known) => {
        if (known.state === "arriving")
          return <Broken upload={known} onFile={onFile} discard={discard} />;
        if (known.state === "ready" || (remap && known.state === "failed"))
          return <MappingChoice {...way} upload={known} brought={brought} />;
        if (known.state === "running") return <Running shop={shop} upload={known} error={query.error} />;
        return <Ended {...way} upload={known} remap={() => setRemap(true)} />;
      }}
    </Asked>
  );
}

function Broken(props: { upload: Upload; onFile: (file: File) => void; discard: () => void }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { upload: known } = props;
  const share = percent(known.received / known.size, language);
  return (
    <Stack gap="md">
      <Alert variant="light">{fill(words.brokenOff, { name: known.name, share })}</Alert>
      <Drop onFile={props.onFile} />
      <Group>
        <Button variant="subtle" onClick={props.discard}>
          {words.discard}
        </Button>
      </Group>
    </Stack>
  );
}
