/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Only for the files of virt/: automatic clean-up for libvirt's and libvirt-glib's types, which have none of
 * their own. */

#include <libvirt-gobject/libvirt-gobject.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "virt/types.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GVirConnection, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GVirDomain, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GVirDomainSnapshot, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GVirConfigDomainSnapshot, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GVirConfigStoragePool, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GVirConfigStoragePoolTarget, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GVirConfigStorageVol, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GVirConfigStorageVolTarget, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GVirConfigStorageVolBackingStore, g_object_unref)

/* libvirt's own types are pointers already, so they get the "auto" kind of clean-up. */
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (virConnectPtr, virConnectClose, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (virDomainPtr, virDomainFree, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (virDomainSnapshotPtr, virDomainSnapshotFree, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (virStoragePoolPtr, virStoragePoolFree, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (virStorageVolPtr, virStorageVolFree, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (virNetworkPtr, virNetworkFree, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (virStreamPtr, virStreamFree, NULL)

virConnectPtr hangar_virt_handle (GVirConnection *connection);

virDomainPtr hangar_virt_lookup (GVirConnection *connection, const char *uuid, GError **error);

GVirDomain *hangar_virt_lookup_object (GVirConnection *connection, const char *uuid, GError **error);

G_END_DECLS
