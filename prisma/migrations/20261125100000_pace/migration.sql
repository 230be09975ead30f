-- When the next call of AWS may begin, by account, region and quota, for all processes. Not logged: after a crash of
-- the database it is empty, and calls begin anew.
CREATE UNLOGGED TABLE "Pace" (
    "key" TEXT NOT NULL,
    "nextAt" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "Pace_pkey" PRIMARY KEY ("key")
);
