using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;

namespace HotWeave.Orleans.Serialisers;

/// <summary>
/// Gives Orleans the generated codecs and copiers of types that were no types to serialise when it was started. It asks here for those that
/// it does not know itself, and keeps what it is given.
/// </summary>
internal sealed class AddedSerialisers(IServiceProvider services, AddedTypes added)
    : ISpecializableCodec, ISpecializableBaseCodec, ISpecializableCopier
{
    bool ISpecializableCodec.IsSupportedType(Type type) => added.TryFindParts(type, out var parts) && parts.Codec is not null;

    bool ISpecializableBaseCodec.IsSupportedType(Type type) => added.TryFindParts(type, out var parts) && parts.BaseCodec is not null;

    bool ISpecializableCopier.IsSupportedType(Type type) => added.TryFindParts(type, out var parts) && parts.Copier is not null;

    IFieldCodec ISpecializableCodec.GetSpecializedCodec(Type type) => (IFieldCodec)Make(type, static p => p.Codec);

    IBaseCodec ISpecializableBaseCodec.GetSpecializedCodec(Type type) => (IBaseCodec)Make(type, static p => p.BaseCodec);

    IDeepCopier ISpecializableCopier.GetSpecializedCopier(Type type) => (IDeepCopier)Make(type, static p => p.Copier);

    private object Make(Type type, Func<SerialiserParts, Type?> choose)
    {
        var made = added.TryFindParts(type, out var parts) ? choose(parts) : null;
        if (made is null)
            throw new ArgumentException($"No version has added a serialiser of {type}.", nameof(type));
        return ActivatorUtilities.CreateInstance(
            services, made.IsGenericTypeDefinition ? made.MakeGenericType(type.GetGenericArguments()) : made);
    }
}
