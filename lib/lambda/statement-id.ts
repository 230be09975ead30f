const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * The statement ID of a grant: `xa-` and the grant's UUID in 26 characters of Crockford's base32. Derived from the
 * grant alone, so that trying again can't make a second statement.
 * @param grantId a UUID
 */
export function statementIdFor(grantId: string): string {
  const hex = grantId.replaceAll("-", "");
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new Error(`Not a UUID: ${grantId}`);
  let rest = BigInt(`0x${hex}`);
  let text = "";
  for (let digit = 0; digit < 26; digit += 1) {
    text = (alphabet[Number(rest % 32n)] ?? "") + text;
    rest /= 32n;
  }
  return `xa-${text}`;
}
