using System.Text;
using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>The names that weaving makes up, as docs/formats.md defines them.</summary>
internal static class GeneratedName
{
    /// <summary>The class that holds all slots of an assembly.</summary>
    public const string Slots = "<HotWeave>Slots";

    /// <summary>The namespace of dispatch classes.</summary>
    public const string Namespace = "HotWeave.Generated";

    /// <summary>The attributes on the companion of a loaded assembly, its dispatch methods, and what called these methods before.</summary>
    public const string CompanionAttribute = "CompanionAttribute";

    /// <inheritdoc cref="CompanionAttribute"/>
    public const string CompanionStubAttribute = "CompanionStubAttribute";

    /// <inheritdoc cref="CompanionAttribute"/>
    public const string CompanionCallerAttribute = "CompanionCallerAttribute";

    /// <summary>The class, among the dispatch classes, that has constants which are copied to rows that need them.</summary>
    public const string Constants = "<HotWeave>Constants";

    /// <summary>The namespace, and the assembly, of what lets objects answer casts themselves.</summary>
    public const string InteropNamespace = "System.Runtime.InteropServices";

    /// <summary>What <c>IDynamicInterfaceCastable</c> asks for the interface that has the implementation.</summary>
    public const string InterfaceImplementation = InteropNamespace + ".IDynamicInterfaceCastable.GetInterfaceImplementation";

    /// <summary>What <c>IDynamicInterfaceCastable</c> asks first.</summary>
    public const string IsInterfaceImplemented = InteropNamespace + ".IDynamicInterfaceCastable.IsInterfaceImplemented";

    /// <summary>The class of the runtime in which constructors list what they make.</summary>
    public const string TrackedObjects = "TrackedObjects";

    /// <summary>The field for the fields that later versions add.</summary>
    public const string State = "<HotWeave>state";

    /// <summary>The field of a state machine with a waiting loop for its run, which is counted.</summary>
    public const string Run = "<HotWeave>run";

    /// <summary>
    /// The class that keeps the static fields which a patch adds to a type, in its holder; on its own, the class that runs their
    /// initialisers.
    /// </summary>
    public const string Statics = "<HotWeave>Statics";

    /// <summary>The generic class in a holder, which is not generic, that has the enumerations which a patch adds to a generic type.</summary>
    public const string Enclosing = "<HotWeave>Enclosing";

    /// <summary>
    /// The name of the slot of a dispatch class. Compilers name the field of a cached delegate so, which is read and tested for null in the
    /// same way: tools that count branches know that nobody wrote that test.
    /// </summary>
    public static string Slot(TypeReference dispatchClass) => "<>9_" + dispatchClass.Name;

    /// <summary>The simple name of the assembly that has the dispatch classes and slots of a loaded one that can be given no types.</summary>
    public static string Companion(string assembly) => assembly + ".HotWeave";

    /// <summary>The name of a type's dispatch class, before clashes are told apart.</summary>
    public static string DispatchClass(TypeReference type) => Plain(type.FullName.Replace("`", "_g"));

    /// <summary>The name of a method's dispatch method, before clashes are told apart.</summary>
    public static string DispatchMethod(MethodReference method) => Plain(method.Name);

    /// <summary>The name of the method that a moved body goes to, before clashes are told apart.</summary>
    public static string BodyMethod(MethodReference method) => $"<{method.Name}>body";

    /// <summary>The name of the method that has what stood in a unit method, before clashes are told apart.</summary>
    public static string UnitMethod(MethodReference method) => $"<{method.Name}>unit";

    /// <summary>The name of the method that calls it with arguments out of an array, before clashes are told apart.</summary>
    public static string UnitCallMethod(MethodReference method) => $"<{method.Name}>call";

    /// <summary>The name of a unit: type and method, <c>Outer.Shop.Place</c>.</summary>
    public static string Unit(MethodReference method)
    {
        var type = WithoutArity(method.DeclaringType.Name);
        for (var outer = method.DeclaringType.DeclaringType; outer is not null; outer = outer.DeclaringType)
            type = $"{WithoutArity(outer.Name)}.{type}";
        return $"{type}.{method.Name}";
    }

    /// <summary>The n-th name of those that would clash: as it is for 1, else with <c>_n</c>.</summary>
    public static string Numbered(string name, int number) => number == 1 ? name : $"{name}_{number}";

    /// <summary>The first of these names that is not taken.</summary>
    public static string Free(string name, Func<string, bool> isTaken)
    {
        var number = 1;
        while (isTaken(Numbered(name, number)))
            number++;
        return Numbered(name, number);
    }

    private static string WithoutArity(string name) => name.IndexOf('`') is > 0 and var arity ? name.Substring(0, arity) : name;

    // Characters outside ASCII stay: which of them are letters depends on the Unicode tables of the machine that weaves.
    private static string Plain(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
            text.Append(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or >= '\u0080' ? c : '_');
        return text.ToString();
    }
}
