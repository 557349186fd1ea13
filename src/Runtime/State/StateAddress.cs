using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace HotWeave.State;

/// <summary>Finds the field in which an object keeps the cells of a type's added fields, as patched code does: the type's own, else that of an ancestor in its assembly, else a detached one.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Woven assemblies are roots of trimming.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Woven assemblies are roots of trimming.")]
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = "A process that takes patches compiles at run time.")]
internal static class StateAddress
{
    private const string Name = "<HotWeave>state";

    private static readonly ConditionalWeakTable<Type, Address> s_addresses = [];

    private delegate ref object? Address(object instance);

    internal static ref object? Of(object instance, Type level) => ref s_addresses.GetValue(level, Make)(instance);

    private static Address Make(Type level)
    {
        for (var type = level; type is not null && type.Assembly == level.Assembly; type = type.BaseType)
        {
            if (type.GetField(Name, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is { } field)
                return Compile(field);
        }

        return DetachedCells.MakeField;
    }

    // ldarg.0; ldflda state; ret
    private static Address Compile(FieldInfo field)
    {
        var method = new DynamicMethod("StateAddress", typeof(object).MakeByRefType(), [typeof(object)], typeof(StateAddress).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Castclass, field.DeclaringType!);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Address>();
    }
}
