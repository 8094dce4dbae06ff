/** Logo is Portico's sign. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden>
      <path d="M16 3 2 10.5V13h28v-2.5zM5 15h3.5v10H5zm6.2 0h3.5v10h-3.5zm6.2 0h3.5v10h-3.5zm6.1 0H27v10h-3.5zM2 27h28v2.5H2z" />
    </svg>
  );
}
