/** A share as a half ring, as on an old instrument: full is everything, the rest stays a thin line. */
/** Without a label it stands beside words that say the same. */
type Props = { share: number; label?: string; size?: number; className?: string };

const RADIUS = 40;
const LENGTH = Math.PI * RADIUS;

export function Gauge({ share, label, size = 120, className = "gauge" }: Props) {
  const filled = LENGTH * Math.min(1, Math.max(0, share));
  const needle = Math.PI * (1 - Math.min(1, Math.max(0, share)));
  const tip = { x: 50 + 30 * Math.cos(needle), y: 50 - 30 * Math.sin(needle) };
  return (
    <svg viewBox="0 0 100 56" width={size} height={0.56 * size} className={className} {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}>
      <path d="M10 50 A40 40 0 0 1 90 50" fill="none" stroke="var(--line)" strokeWidth="7" strokeLinecap="round" />
      {filled > 0 && (
        <path
          d="M10 50 A40 40 0 0 1 90 50"
          fill="none"
          stroke="var(--mantine-primary-color-filled)"
          strokeWidth="7"
          strokeLinecap="round"
          strokeDasharray={`${filled} ${LENGTH}`}
        />
      )}
      <path d={`M50 50 L${tip.x} ${tip.y}`} stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
      <circle cx="50" cy="50" r="3.4" fill="currentColor" />
    </svg>
  );
}
