/** One order as a strip from the click to the doorbell: stations with times, the promised day, late ones in red. */
import { Text } from "@mantine/core";

import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { day as written, money, number } from "../../i18n/numbers";
import type { Order } from "./ask";
import { texts } from "./text";
import { useClock } from "./when";

type Station = { key: string; label: string; at: string };

export function OrderBlock({ order }: { order: Order }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const cash = (value: unknown) => money(Number(value), order.currency ?? "EUR", language, 2);
  const paid = order.payment ? fill(t.with, { payment: t.payments[order.payment] ?? order.payment }) : "";
  const facts = [
    order.products.map((one) => one.title ?? one.product).join(", "),
    order.value === null ? "" : cash(order.value),
    paid,
  ].filter(Boolean);
  return (
    <article className="order" data-order={order.order ?? ""}>
      <Text component="h3" size="md" fw={600} m={0}>
        {order.order ? fill(t.order, { order: order.order }) : t.orderNameless}
      </Text>
      <Text size="sm">{facts.join(" · ")}</Text>
      {order.staff !== null && (
        <Text size="sm" c="var(--quiet)" data-by-staff>
          {fill(t.byStaff, { staff: order.staff })}
        </Text>
      )}
      <Strip stations={before(order, t.stations)} />
      {order.parcels.map((parcel, place) => (
        <Parcel key={parcel.key ?? place} parcel={parcel} number={order.parcels.length > 1 ? place + 1 : 0} />
      ))}
      <Strip stations={after(order, t.stations)} />
      {order.refunded !== null && (
        <Text size="sm">
          {t.stations.refunded}: {cash(order.refunded)}
        </Text>
      )}
      {order.stars !== null && (
        <Text size="sm">
          <span aria-hidden="true">{"★".repeat(Math.round(order.stars))}</span>{" "}
          {fill(t.stars, { stars: number(order.stars, language) })}
          {order.review && <q className="review">{order.review}</q>}
        </Text>
      )}
      <Messages order={order} />
    </article>
  );
}

type Names = Record<"ordered" | "paid" | "picked" | "cancelled" | "returned" | "refunded" | "reviewed", string>;

function before(order: Order, names: Names): Station[] {
  return inTime([
    ["ordered", names.ordered, order.ordered_at],
    ["paid", names.paid, order.paid_at],
    ["picked", names.picked, order.picked_at],
  ]);
}

function after(order: Order, names: Names): Station[] {
  return inTime([
    ["cancelled", names.cancelled, order.cancelled_at],
    ["returned", names.returned, order.returned_at],
    ["refunded", names.refunded, order.refunded_at],
    ["reviewed", names.reviewed, order.reviewed_at],
  ]);
}

function inTime(known: [string, string, string | null][]): Station[] {
  return known
    .flatMap(([key, label, at]) => (at === null ? [] : [{ key, label, at }]))
    .sort((one, other) => one.at.localeCompare(other.at));
}

type StripProps = { stations: Station[]; late?: boolean; promise?: { label: string; day: string } | undefined };

/** Stations in order of time; the promised day stands among them as a hollow mark. */
function Strip({ stations, late = false, promise }: StripProps) {
  const { language } = useLanguage();
  const { short } = useClock();
  if (stations.length === 0) return null;
  const mark = promise && (
    <li key="promised" className="strip-promise" data-station="promised">
      <span className="strip-label">{promise.label}</span>
      <time dateTime={promise.day}>{written(promise.day, language)}</time>
    </li>
  );
  // A day as promised ends behind everything that happens on it.
  const turn = promise ? stations.findIndex((one) => one.at.slice(0, 10) > promise.day) : -1;
  const place = turn < 0 ? stations.length : turn;
  const shown = stations.map((station) => (
    <li key={station.key} data-station={station.key}>
      <span className="strip-label">{station.label}</span>
      <time dateTime={station.at}>{short(station.at)}</time>
    </li>
  ));
  return (
    <ol className={late ? "strip strip-late" : "strip"}>
      {shown.slice(0, place)}
      {mark}
      {shown.slice(place)}
    </ol>
  );
}

function Parcel({ parcel, number: place }: { parcel: Order["parcels"][number]; number: number }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const late = parcel.late_days ?? 0;
  const promise =
    parcel.promised_by === null
      ? ""
      : `${fill(t.promised, { day: written(parcel.promised_by, language) })}: ${
          late === 0 ? t.inTime : late === 1 ? t.lateOne : fill(t.late, { days: late })
        }`;
  const head = [place > 0 ? fill(t.parcel, { number: place }) : "", parcel.carrier ?? ""].filter(Boolean).join(" · ");
  return (
    <div className="parcel">
      <Strip
        stations={inTime([
          ["shipped", t.stations.shipped, parcel.shipped_at],
          ["delivered", t.stations.delivered, parcel.delivered_at],
        ])}
        late={late > 0}
        promise={parcel.promised_by === null ? undefined : { label: t.promise, day: parcel.promised_by }}
      />
      <Text size="sm" className={late > 0 ? "late" : "in-time"}>
        {[head, promise].filter(Boolean).join(" · ")}
      </Text>
    </div>
  );
}

function Messages({ order }: { order: Order }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { short } = useClock();
  if (order.messages.length === 0) return null;
  return (
    <div>
      <Text size="sm" c="var(--quiet)">
        {t.told}
      </Text>
      <ul className="told">
        {order.messages.map((message) => (
          <li key={`${message.name}${message.at}`}>
            {short(message.at)} · {labelOf(message.label, language, message.name)}
          </li>
        ))}
      </ul>
    </div>
  );
}
