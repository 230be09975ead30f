-- Of each quota as many turns as it has in a second: when each of them makes room for another (docs/decisions/011).
-- What is in it is of the last second, and worth nothing after it.
DROP TABLE "Pace";
CREATE UNLOGGED TABLE "Pace" (
  "key" TEXT PRIMARY KEY,
  "turn" BIGINT NOT NULL,
  "nextAt" DOUBLE PRECISION NOT NULL,
  "freeAt" DOUBLE PRECISION[] NOT NULL
);
