/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which keys give keyboard and pointer back: those that can be chosen, and their words. */

#include "config.h"

#include "console/release-keys.h"

#include <glib/gi18n.h>

#include "console/keymap.h"

/* The first is the one that is used unless another was chosen. */
static const HangarReleaseKeys choices[] = {
  { "ctrl-l+alt-l",
    { HANGAR_QNUM_CTRL_L, HANGAR_QNUM_ALT_L },
    N_ ("Left Ctrl and left Alt"),
    N_ ("All keys go to the machine. Press the left Ctrl and Alt keys to get them back.") },
  { "ctrl-r",
    { HANGAR_QNUM_CTRL_R },
    N_ ("Right Ctrl"),
    N_ ("All keys go to the machine. Press the right Ctrl key to get them back.") },
  { "ctrl-l+shift-l",
    { HANGAR_QNUM_CTRL_L, HANGAR_QNUM_SHIFT_L },
    N_ ("Left Ctrl and left Shift"),
    N_ ("All keys go to the machine. Press the left Ctrl and Shift keys to get them back.") },
  { "ctrl-r+alt-r",
    { HANGAR_QNUM_CTRL_R, HANGAR_QNUM_ALT_R },
    N_ ("Right Ctrl and right Alt"),
    N_ ("All keys go to the machine. Press the right Ctrl and Alt keys to get them back.") },
};

/**
 * hangar_release_keys_get:
 * @index: from 0 on
 *
 * Returns: (nullable): a choice, %NULL after the last
 */
const HangarReleaseKeys *
hangar_release_keys_get (guint index)
{
  return index < G_N_ELEMENTS (choices) ? &choices[index] : NULL;
}

/**
 * hangar_release_keys_find:
 * @id: how the settings name them; may be anything
 *
 * Returns: these keys, or the usual ones
 */
const HangarReleaseKeys *
hangar_release_keys_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (g_strcmp0 (choices[i].id, id) == 0)
      return &choices[i];
  return &choices[0];
}

/**
 * hangar_release_keys_contain:
 * @qnum: QEMU's code of a key
 *
 * Returns: whether it is one of them
 */
gboolean
hangar_release_keys_contain (const HangarReleaseKeys *keys, guint qnum)
{
  for (guint i = 0; i < HANGAR_RELEASE_KEYS_MAX; i++)
    if (keys->qnums[i] == qnum && qnum != 0)
      return TRUE;
  return FALSE;
}

/**
 * hangar_release_keys_count:
 *
 * Returns: how many they are
 */
guint
hangar_release_keys_count (const HangarReleaseKeys *keys)
{
  guint n = 0;

  while (n < HANGAR_RELEASE_KEYS_MAX && keys->qnums[n] != 0)
    n++;
  return n;
}

/**
 * hangar_release_keys_words:
 *
 * Returns: their names, in the user's language
 */
const char *
hangar_release_keys_words (const HangarReleaseKeys *keys)
{
  return _ (keys->words);
}

/**
 * hangar_release_keys_hint:
 *
 * Returns: a sentence that says how to get out of the guest
 */
const char *
hangar_release_keys_hint (const HangarReleaseKeys *keys)
{
  return _ (keys->hint);
}
