/** Imported by a process to print, at its end, the most memory that it ever had, in kB. */
process.on('exit', () => process.stderr.write(`maxRSS ${process.resourceUsage().maxRSS}\n`));
