/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this process gives up before it reads the first byte of a guest. */

#include "display/sandbox.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "display/surface.h"

#define MAX_DESCRIPTORS 64

static void
limit (int resource, rlim_t most)
{
  struct rlimit value;

  if (getrlimit (resource, &value) < 0)
    return;
  value.rlim_max = MIN (value.rlim_max, most);
  value.rlim_cur = MIN (value.rlim_cur, value.rlim_max);
  setrlimit (resource, &value);
}

/**
 * hangar_sandbox_enter:
 * @address_space: most bytes of memory
 *
 * No new rights, no core with a guest's pixels in it, few descriptors, memory that ends, files that can't
 * grow beyond the largest screen, and no life without the manager.
 */
void
hangar_sandbox_enter (gsize address_space)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit (RLIMIT_CORE, 0);
  limit (RLIMIT_NOFILE, MAX_DESCRIPTORS);
  limit (RLIMIT_FSIZE, HANGAR_SURFACE_MAX_BYTES);
#ifndef __SANITIZE_ADDRESS__
  limit (RLIMIT_AS, address_space);
#endif
}
