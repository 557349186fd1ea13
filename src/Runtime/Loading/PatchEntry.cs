using System.Reflection;
using HotWeave.Protocol;
using HotWeave.Runtime;

namespace HotWeave.Loading;

/// <summary>What a patch puts into one type's slot; the version knows its door and its baseline copy.</summary>
internal sealed record PatchEntry(Assembly Baseline, TypeSlot Slot, DispatchObject Version);
