using Mono.Cecil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>What the application's code puts in the place of generic parameters of its types and methods.</summary>
internal sealed class Instantiations
{
    private readonly Dictionary<string, HashSet<TypeReference>> _arguments = new(StringComparer.Ordinal);

    public Instantiations(IEnumerable<ModuleDefinition> modules)
    {
        foreach (var type in modules.SelectMany(static m => m.GetTypes()))
            Read(type);
    }

    /// <summary>
    /// What stands for a generic parameter somewhere, other generic parameters among it. Methods go by name and shape, since calls name what
    /// they override or implement.
    /// </summary>
    public IEnumerable<TypeReference> Find(GenericParameter parameter) => FindKeys(parameter).SelectMany(Ask).Distinct();

    private static IEnumerable<string> FindKeys(GenericParameter parameter)
    {
        if (parameter.Owner is MethodReference method)
            return [MakeKey(method, parameter.Position)];
        return parameter.Owner is TypeReference owner ? [MakeKey(owner, parameter.Position), .. FindAbove(owner, parameter)] : [];
    }

    // Who asks for IStore<Order> may be given a Store<Order> that only a container makes.
    private static IEnumerable<string> FindAbove(TypeReference owner, GenericParameter parameter)
    {
        if (owner is not TypeDefinition type)
            yield break;
        foreach (var above in type.Interfaces.Select(static i => i.InterfaceType).Append(type.BaseType).OfType<GenericInstanceType>())
        {
            for (var i = 0; i < above.GenericArguments.Count; i++)
            {
                if (above.GenericArguments[i] is GenericParameter given && given.Owner == parameter.Owner && given.Position == parameter.Position
                    && !above.Namespace.StartsWith("System", StringComparison.Ordinal))
                    yield return MakeKey(above.ElementType, i);
            }
        }
    }

    private IEnumerable<TypeReference> Ask(string key) => _arguments.TryGetValue(key, out var found) ? found : [];

    private static string MakeKey(TypeReference type, int position) => $"{type.FullName}!{position}";

    private static string MakeKey(MethodReference method, int position) => $"{method.Name}({method.Parameters.Count})!!{position}";

    private void Read(TypeDefinition type)
    {
        Read(type.BaseType);
        foreach (var implemented in type.Interfaces)
            Read(implemented.InterfaceType);
        foreach (var field in type.Fields)
            Read(field.FieldType);
        foreach (var attribute in type.CustomAttributes)
            Read(attribute.AttributeType);
        foreach (var method in type.Methods)
        {
            ReadSignature(method);
            if (!method.HasBody)
                continue;
            foreach (var variable in method.Body.Variables)
                Read(variable.VariableType);
            foreach (var operand in method.Body.Instructions.Select(static i => i.Operand).OfType<MemberReference>())
                ReadMember(operand);
        }
    }

    private void ReadMember(MemberReference member)
    {
        switch (member)
        {
            case TypeReference type:
                Read(type);
                return;
            case FieldReference field:
                Read(field.DeclaringType);
                Read(field.FieldType);
                return;
            case MethodReference method:
                Read(method.DeclaringType);
                ReadSignature(method);
                if (method is GenericInstanceMethod instance)
                    Add(instance.GenericArguments, i => MakeKey(instance.ElementMethod, i));
                return;
        }
    }

    private void ReadSignature(MethodReference method)
    {
        Read(method.ReturnType);
        foreach (var parameter in method.Parameters)
            Read(parameter.ParameterType);
    }

    private void Read(TypeReference? type)
    {
        if (type is GenericInstanceType instance)
            Add(instance.GenericArguments, i => MakeKey(instance.ElementType, i));
        else if (type is TypeSpecification specification)
            Read(specification.ElementType);
    }

    private void Add(Collection<TypeReference> arguments, Func<int, string> makeKey)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var key = makeKey(i);
            if (!_arguments.TryGetValue(key, out var found))
                _arguments.Add(key, found = new HashSet<TypeReference>(TypesByName.Instance));
            if (found.Add(arguments[i]))
                Read(arguments[i]);
        }
    }

    // Each module has references of its own to the same type; parameters go by their owner.
    private sealed class TypesByName : IEqualityComparer<TypeReference>
    {
        public static TypesByName Instance { get; } = new();

        public bool Equals(TypeReference? x, TypeReference? y) =>
            x == y || (x is not null && y is not null && x.FullName == y.FullName && !x.ContainsGenericParameter && !y.ContainsGenericParameter);

        public int GetHashCode(TypeReference type) => StringComparer.Ordinal.GetHashCode(type.FullName);
    }
}
