/** Why orders were not seen coming: how many, and a thin bar a reason. */
import type { Schemas } from "../api/client";
import { useLanguage } from "../i18n/language";
import { number } from "../i18n/numbers";

export function Reasons({ reasons }: { reasons: readonly Schemas["CoverageReason"][] }) {
  const { text, language } = useLanguage();
  if (reasons.length === 0) return null;
  const most = Math.max(...reasons.map((one) => one.share));
  return (
    <ul className="reasons" aria-label={text.notSeen}>
      {reasons.map((one) => (
        <li key={one.reason}>
          <span>
            {text.reasons[one.reason] ?? one.reason} {number(one.orders, language)}
          </span>
          <span className="reason-bar" aria-hidden="true">
            <span style={{ width: `${(100 * one.share) / most}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
