/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of a machine's state: a shape for each state, and a colour that says the same again. */

#include "config.h"

#include "ui/manager/machine-icon.h"

#include "model/domain-stats.h"

typedef struct
{
  const char *icon;
  const char *css_class;
} Picture;

static const Picture pictures[] = {
  [HANGAR_DOMAIN_UNKNOWN] = { "hangar-unresponsive-symbolic", "warning" },
  [HANGAR_DOMAIN_OFF] = { "hangar-off-symbolic", "dim-label" },
  [HANGAR_DOMAIN_SAVED] = { "hangar-saved-symbolic", "dim-label" },
  [HANGAR_DOMAIN_RUNNING] = { "hangar-running-symbolic", "success" },
  [HANGAR_DOMAIN_PAUSED] = { "hangar-paused-symbolic", "warning" },
  [HANGAR_DOMAIN_SHUTTING_DOWN] = { "hangar-running-symbolic", "success" },
  [HANGAR_DOMAIN_CRASHED] = { "hangar-crashed-symbolic", "error" },
  [HANGAR_DOMAIN_SLEEPING] = { "hangar-paused-symbolic", "dim-label" },
};

static const Picture template_picture = { "hangar-template-symbolic", "dim-label" };

static const Picture *
picture_of (HangarDomain *domain)
{
  guint state = hangar_domain_get_state (domain);
  HangarDomainStats *stats = hangar_domain_stats_peek (domain);

  if (stats != NULL && hangar_domain_is_active (domain) && !hangar_domain_stats_get_responding (stats))
    return &pictures[HANGAR_DOMAIN_UNKNOWN];
  if (hangar_domain_get_template (domain) && !hangar_domain_is_active (domain))
    return &template_picture;
  if (state >= G_N_ELEMENTS (pictures))
    state = HANGAR_DOMAIN_UNKNOWN;
  return &pictures[state];
}

/**
 * hangar_machine_icon_name:
 * @domain: a machine
 *
 * Returns: the name of the icon for its state
 */
const char *
hangar_machine_icon_name (HangarDomain *domain)
{
  return picture_of (domain)->icon;
}

/**
 * hangar_machine_icon_update:
 * @image: where it is shown
 * @domain: a machine
 *
 * Shows the machine's state.
 */
void
hangar_machine_icon_update (GtkImage *image, HangarDomain *domain)
{
  const Picture *picture = picture_of (domain);
  const char *const classes[] = { picture->css_class, NULL };

  gtk_image_set_from_icon_name (image, picture->icon);
  gtk_widget_set_css_classes (GTK_WIDGET (image), (const char **) classes);
}
