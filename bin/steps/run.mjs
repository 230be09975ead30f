import { spawn } from "node:child_process";

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: Record<string, string | undefined>, quiet?: boolean, cwd?: string}} [options] quiet: output is kept, and shown only when it fails
 * @returns {Promise<{code: number, output: string}>}
 */
export function run(command, args, { env, quiet = false, cwd } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const take = (stream) => (chunk) => {
      output += chunk;
      if (!quiet) stream.write(chunk);
    };
    child.stdout.on("data", take(process.stdout));
    child.stderr.on("data", take(process.stderr));
    child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on("close", (code, signal) => resolve({ code: code ?? (signal ? 128 : 1), output }));
  });
}

/** Runs quietly; on failure shows what it printed and ends this process. */
export async function must(title, command, args, options = {}) {
  const started = Date.now();
  process.stdout.write(`${title} … `);
  const { code, output } = await run(command, args, { ...options, quiet: true });
  if (code !== 0) {
    console.log(`failed (exit ${code})\n\n${output}`);
    process.exit(1);
  }
  console.log(`${((Date.now() - started) / 1000).toFixed(1)} s`);
}
