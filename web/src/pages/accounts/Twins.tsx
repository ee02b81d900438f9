/** Likely twins: pairs of ids that may be one company, with what speaks for it and a button to merge them. */
import { Anchor, Badge, Button, Group, Text } from "@mantine/core";
import { IconArrowMerge } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { Done } from "../../components/Deciding";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { shared, useAddress } from "../../state/address";
import { useMay, useReady } from "../../state/shop";
import { type Ask, type Asking, type Effect, type Twin, type Twins as Answer, twins, wishes } from "./askCompany";
import { texts } from "./companyTexts";
import { Deciding } from "./Deciding";

/** All pairs of the shop, below the list of companies; nothing while there are none. */
export function Twins() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { name } = useReady();
  const may = useMay("editor");
  const found = useQuery(twins(name)).data;
  const [asking, setAsking] = useState<Asking>();
  const [effect, setEffect] = useState<Effect>();
  const close = () => setAsking(undefined);
  return (
    <>
      <Done effect={effect} />
      {found && found.total > 0 && (
        <details className="history" data-twins>
          <summary>
            {t.twins} ({number(found.total, language)})
          </summary>
          <p className="hint">{t.twinsHint}</p>
          <Pairs found={found} ask={may ? setAsking : undefined} />
        </details>
      )}
      <Deciding
        asking={asking}
        close={close}
        done={(_, changed) => {
          close();
          setEffect(changed);
        }}
      />
    </>
  );
}

export function Pairs({ found, ask }: { found: Answer; ask: Ask | undefined }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const shown = found.twins.length;
  return (
    <>
      <ul className="entries">
        {found.twins.map((twin) => (
          <Pair key={`${twin.account.account} ${twin.other.account}`} twin={twin} ask={ask} />
        ))}
      </ul>
      {shown < found.total && (
        <p className="hint">
          {fill(t.twinsMore, { total: number(found.total, language), shown: number(shown, language) })}
        </p>
      )}
    </>
  );
}

function Pair({ twin, ask }: { twin: Twin; ask: Ask | undefined }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { account, other, reasons } = twin;
  return (
    <li>
      <Group gap="xs" justify="space-between">
        <div>
          <Group gap="xs">
            <Named account={account} />
            <Text component="span" aria-hidden="true">
              ·
            </Text>
            <Named account={other} />
          </Group>
          <Group gap={6} mt={4}>
            {reasons.map((reason) => (
              <Badge key={reason.why} variant="light" tt="none" fw={400} radius="sm">
                {reason.sentences[language]}
              </Badge>
            ))}
          </Group>
        </div>
        {ask && (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconArrowMerge size={18} aria-hidden="true" />}
            aria-label={`${t.join}: ${fill(t.pair, { account: account.account, other: other.account })}`}
            onClick={() => ask({ wish: wishes.merge(account.account, other.account), title: t.join })}
          >
            {t.join}
          </Button>
        )}
      </Group>
    </li>
  );
}

function Named({ account }: { account: Twin["account"] }) {
  const { search } = useAddress();
  return (
    <Anchor
      component={Link}
      to={`/accounts/${encodeURIComponent(account.account)}`}
      search={shared(search) as never}
      className="account-link"
    >
      {account.name ? `${account.name} (${account.account})` : account.account}
    </Anchor>
  );
}
