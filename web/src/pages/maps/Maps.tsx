/** Journey-Maps: the stage band and the live as-is map; model, period and shape to choose. */
import { Group, Stack, Text, Title, useComputedColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";

import { session, shop as shopQuery, stages as stagesQuery, type View } from "../../api/queries";
import { Failed, Loading } from "../../components/States";
import { StageBand } from "../../components/StageBand";
import { useLanguage } from "../../i18n/language";
import { day } from "../../i18n/numbers";
import { Choices } from "./Choices";
import { Empty, EmptyPeriod } from "./Empty";
import { MapSheet } from "./MapSheet";
import { palette } from "./palette";
import { Totals } from "./Totals";

export function Maps() {
  const view = useSearch({ from: "/house" });
  const who = useQuery(session);
  if (who.isPending) return <Loading />;
  if (who.isError) return <Failed error={who.error} retry={() => void who.refetch()} />;
  const name = view.shop ?? who.data.shops[0]?.name;
  return name === undefined ? <Empty /> : <ShopMaps name={name} view={view} />;
}

function ShopMaps({ name, view }: { name: string; view: View }) {
  const { text, language } = useLanguage();
  const shop = useQuery(shopQuery(name));
  if (shop.isPending) return <Loading />;
  if (shop.isError) return <Failed error={shop.error} retry={() => void shop.refetch()} />;
  const { first_day, last_day, title } = shop.data;
  if (first_day === null || last_day === null) return <Empty />;
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-end" gap="md">
        <div>
          <Title order={1}>
            {title} · {text.asIs}
          </Title>
          <Text c="var(--quiet)">
            {day(view.from ?? first_day, language)} {text.to_} {day(view.to ?? last_day, language)}
          </Text>
        </div>
        <Choices name={name} view={view} shop={shop.data} />
      </Group>
      <Content name={name} view={view} currency={shop.data.currency} />
    </Stack>
  );
}

function Content({ name, view, currency }: { name: string; view: View; currency: string }) {
  const { language } = useLanguage();
  const theme = useComputedColorScheme("light");
  const stages = useQuery(stagesQuery(name, view));
  if (stages.isPending) return <Loading />;
  if (stages.isError) return <Failed error={stages.error} retry={() => void stages.refetch()} />;
  if (stages.data.basis.touches === 0) return <EmptyPeriod />;
  return (
    <Stack gap="lg" aria-busy={stages.isFetching}>
      <Text size="lg">{stages.data.sentences[language]}</Text>
      <Totals answer={stages.data} currency={currency} />
      <StageBand stages={stages.data.stages} palette={palette[theme]} />
      <MapSheet name={name} view={view} theme={theme} />
    </Stack>
  );
}
