using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using HotWeave.Runtime;
using HotWeave.State;

namespace HotWeave.CodeChange;

/// <summary>A shallow copy of an object's fields and cells, from which the object can be made what it was.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Woven assemblies are roots of trimming.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Woven assemblies are roots of trimming.")]
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = "A process that takes patches compiles at run time.")]
internal sealed class ObjectSnapshot
{
    private static readonly ConditionalWeakTable<Type, Action<object, object>> s_copiers = [];
    private static readonly Func<object, object> s_clone =
        typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    private readonly object _instance;
    private readonly object _copy;
    private readonly List<SavedCells> _cells = [];

    private ObjectSnapshot(object instance)
    {
        _instance = instance;
        _copy = s_clone(instance);
#pragma warning disable CA1816 // The copy is nobody's object: what its finaliser would release is not its own.
        GC.SuppressFinalize(_copy);
#pragma warning restore CA1816
        for (var type = instance.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            var cells = StateAddress.Of(instance, type) as object?[];
            // A clone that nobody has asked for its cells has those of another object; it gets its own when it is.
            var isOwn = cells is not null && ReferenceEquals(cells[CellArray.Owner], instance);
            Cell?[] own = isOwn ? [.. cells!.Select(static c => c as Cell)] : [];
            _cells.Add(new SavedCells(type, cells, isOwn, own, [.. own.Select(static c => c?.Copy())]));
        }
    }

    internal static ObjectSnapshot Capture(object instance) => new(instance);

    /// <summary>Makes the object what it was. Cells are kept: code may hold the address of a value.</summary>
    internal void Restore()
    {
        s_copiers.GetValue(_instance.GetType(), Compile)(_copy, _instance);
        foreach (var saved in _cells)
            saved.Restore(ref StateAddress.Of(_instance, saved.Level));
    }

    // for each field: ldarg.1; ldarg.0; ldfld; stfld. Init-only ones too: the runtime does not mind.
    private static Action<object, object> Compile(Type type)
    {
        var method = new DynamicMethod("Restore", null, [typeof(object), typeof(object)], typeof(ObjectSnapshot).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                il.Emit(OpCodes.Ldarg_1);
                il.Emit(OpCodes.Castclass, level);
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Castclass, level);
                il.Emit(OpCodes.Ldfld, field);
                il.Emit(OpCodes.Stfld, field);
            }
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<object, object>>();
    }

    // What stood behind one type's state field: its cells, with copies of what they held.
    private sealed record SavedCells(Type Level, object?[]? State, bool IsOwn, Cell?[] Cells, Cell?[] Values)
    {
        internal void Restore(ref object? state)
        {
            if (!IsOwn || state is not object?[] current)
            {
                Volatile.Write(ref state, State);
                return;
            }

            // The array may have been replaced by a longer one since.
            for (var i = CellArray.First; i < current.Length; i++)
            {
                var cell = i < Cells.Length ? Cells[i] : null;
                cell?.CopyValueFrom(Values[i]!);
                Volatile.Write(ref current[i], cell);
            }
        }
    }
}
