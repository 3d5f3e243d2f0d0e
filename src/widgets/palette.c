/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colours of the graphs, for light, dark and high contrast. */

#include "widgets/palette.h"

#include <adwaita.h>

/* From GNOME's palette: dark tones (4 and 5) on light ground, light ones (1 and 2) on dark ground. */
static const char *const on_light[HANGAR_N_HUES] = { "#1c71d8", "#813d9c", "#26a269",
                                                     "#c64600", "#1a7f8e", "#a51d2d" };
static const char *const on_dark[HANGAR_N_HUES] = { "#62a0ea", "#dc8add", "#57e389",
                                                    "#ffa348", "#6ad6e5", "#ff7b7b" };
static const char *const on_light_contrast[HANGAR_N_HUES] = { "#0b3f86", "#4d1f60", "#0d5a35",
                                                              "#7a2b00", "#0a4b55", "#730f1b" };

/**
 * hangar_palette_get:
 * @hue: a HangarHue; larger numbers begin again
 *
 * Returns: the colour for the style of the moment
 */
GdkRGBA
hangar_palette_get (guint hue)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  const char *const *table = on_light;
  GdkRGBA color;

  if (adw_style_manager_get_dark (style))
    table = on_dark;
  else if (adw_style_manager_get_high_contrast (style))
    table = on_light_contrast;
  gdk_rgba_parse (&color, table[hue % HANGAR_N_HUES]);
  return color;
}
