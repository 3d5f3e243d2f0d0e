/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/device.h"

G_BEGIN_DECLS

typedef struct _HangarDeviceList HangarDeviceList;

HangarDeviceList *hangar_device_list_new (GtkListBox *box);
void hangar_device_list_free (HangarDeviceList *self);
void hangar_device_list_show (HangarDeviceList *self, GPtrArray *devices, guint chosen);
void hangar_device_list_take_focus (HangarDeviceList *self);
void hangar_device_list_choose (HangarDeviceList *self, guint i);
void hangar_device_list_set_troubles (HangarDeviceList *self, GHashTable *troubles);
const char *hangar_device_list_get_trouble (HangarDeviceList *self, HangarDevice *device);

G_END_DECLS
