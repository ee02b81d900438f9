/** The links that were made, what each brought, its address and its QR code. */
import "@mantine/core/styles/Checkbox.css";
import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Modal.css";

import { Alert, Button, Checkbox, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";

import { CopyButton } from "../../components/Copy";
import { type Column, DataTable } from "../../components/DataTable";
import { reason } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { money, number } from "../../i18n/numbers";
import { type Link, qrAddress, usePutAway } from "./ask";
import { texts } from "./text";

export function List({ name, list, may }: { name: string; list: Link[]; may: boolean }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const [all, setAll] = useState(false);
  const [shown, setShown] = useState<Link>();
  const away = usePutAway(name);
  const columns = useColumns(setShown, may ? away.mutate : undefined);
  const gone = list.some((link) => link.put_away_at !== null);
  return (
    <Stack>
      {away.isError && (
        <Alert color="red" variant="light" role="alert">
          {reason(away.error, text)}
        </Alert>
      )}
      <DataTable
        caption={t.made}
        columns={columns}
        rows={list.filter((link) => all || link.put_away_at === null)}
        rowKey={(link) => String(link.id)}
      />
      {gone && <Checkbox label={t.showAway} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />}
      {shown && <Picture name={name} link={shown} close={() => setShown(undefined)} />}
    </Stack>
  );
}

function useColumns(show: (link: Link) => void, putAway: ((id: number) => void) | undefined): Column<Link>[] {
  const t = useTexts(texts);
  const { language } = useLanguage();
  return [
    {
      key: "name",
      label: t.name,
      cell: (link) => (
        <Stack gap={0}>
          <Text span fw={600}>
            {link.name}
          </Text>
          <Text span size="sm" c="var(--quiet)">
            {labelOf(link.medium_label, language, link.medium)} · {link.campaign}
            {link.put_away_at !== null && ` · ${t.away}`}
          </Text>
        </Stack>
      ),
      by: (link) => link.name,
    },
    { key: "code", label: t.code, cell: (link) => link.code && <Code>{link.code}</Code>, by: (link) => link.code },
    {
      key: "visits",
      label: t.visits,
      number: true,
      cell: (link) => number(link.visits, language),
      by: (link) => link.visits,
    },
    {
      key: "orders",
      label: t.orders,
      number: true,
      cell: (link) => (
        <>
          {number(link.orders, language)}
          {link.orders_by_code > 0 && (
            <Text size="sm" c="var(--quiet)">
              {fill(t.byCode, { count: number(link.orders_by_code, language) })}
            </Text>
          )}
        </>
      ),
      by: (link) => link.orders,
    },
    {
      key: "value",
      label: t.value,
      number: true,
      cell: (link) => money(Number(link.value), link.currency, language),
      by: (link) => Number(link.value),
    },
    {
      key: "link",
      label: t.link,
      cell: (link) => (
        <Group gap="xs" wrap="nowrap">
          <CopyButton value={link.url} label={fill(t.copyLink, { name: link.name })} />
          <Button variant="default" size="compact-md" onClick={() => show(link)} aria-label={fill(t.qrOf, { name: link.name })}>
            {t.codes}
          </Button>
          {link.put_away_at === null && putAway && <PutAway link={link} putAway={putAway} />}
        </Group>
      ),
    },
  ];
}

/** Asked twice, although what is printed stays valid. */
function PutAway({ link, putAway }: { link: Link; putAway: (id: number) => void }) {
  const t = useTexts(texts);
  const [sure, setSure] = useState(false);
  return (
    <Button
      variant={sure ? "filled" : "subtle"}
      size="compact-sm"
      title={t.putAwayHint}
      onClick={() => (sure ? putAway(link.id) : setSure(true))}
      onBlur={() => setSure(false)}
    >
      {sure ? fill(t.putAwaySure, { name: link.name }) : t.putAway}
    </Button>
  );
}

function Picture({ name, link, close }: { name: string; link: Link; close: () => void }) {
  const t = useTexts(texts);
  const [short, setShort] = useState(false);
  const file = `qr-${link.campaign}`;
  return (
    <Modal
      opened
      onClose={close}
      title={fill(t.qrOf, { name: link.name })}
      closeButtonProps={{ "aria-label": t.close }}
    >
      <Stack align="center" data-qr>
        <img className="qr" src={qrAddress(name, link, "svg", short)} alt={fill(t.qrOf, { name: link.name })} />
        <Text size="sm" className="qr-address">
          {short ? `${window.location.origin}${link.short}` : link.url}
        </Text>
        <Checkbox
          label={t.short}
          description={fill(t.shortHint, { path: link.short })}
          checked={short}
          onChange={(event) => setShort(event.currentTarget.checked)}
        />
        <Group>
          <Button component="a" href={qrAddress(name, link, "svg", short)} download={`${file}.svg`} variant="default">
            {t.svg}
          </Button>
          <Button component="a" href={qrAddress(name, link, "png", short)} download={`${file}.png`} variant="default">
            {t.png}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
