/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "model/device-schema.h"
#include "virt/xml.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DEVICE (hangar_device_get_type ())
G_DECLARE_FINAL_TYPE (HangarDevice, hangar_device, HANGAR, DEVICE, GObject)

GPtrArray *hangar_devices_new_from_xml (HangarXml *doc);
HangarDevice *hangar_devices_find (GPtrArray *devices, const char *kind, const char *key);

const HangarDeviceKind *hangar_device_get_kind (HangarDevice *self);
const char *hangar_device_get_path (HangarDevice *self);
const char *hangar_device_get_key (HangarDevice *self);
const char *hangar_device_get_title (HangarDevice *self);
const char *hangar_device_get_subtitle (HangarDevice *self);

gboolean hangar_field_is_offered (HangarXml *doc, const char *path, const HangarField *field);
char *hangar_field_get (HangarXml *doc, const char *path, const HangarField *field);
gboolean hangar_field_set (HangarXml *doc, const char *path, const HangarField *field, const char *value);
char *hangar_field_describe (const HangarField *field, const char *value);

G_END_DECLS
